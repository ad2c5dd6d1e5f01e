/*
 * common_words.c
 *	  Words that are common in clinical prose.
 */
#include "match/common_words.h"

#include <stdbool.h>
#include <string.h>

#include "text/stem.h"
#include "text/word.h"

/* In one note of three or more */
static const char often[] =
	"patient history past medical surgical normal no not pain right left day days week weeks month months "
	"year years old male female present presented presents time one two three 1 2 3 4 5 10 she he her his they which "
	"this that who when then had has have been were will would could should did does do done there noted "
	"procedure placed well any all also after before given taken take using used "
	"examination exam physical general blood pressure heart lungs abdomen skin neck "
	"mild moderate severe small large stable negative positive evidence without within "
	"chronic acute follow followed continue continued continues time home medication medications mg "
	"review systems family social allergies assessment plan impression diagnosis "
	"denies reports states anterior posterior bilateral bilaterally lower upper side area performed "
	"back chest head extremity extremities alert disease significant other some more most both each "
	"during through under over above below between into out up down only non i find found finding findings";

/* In one of six */
static const char sometimes[] =
	"discharge discharged admission admitted hospital room emergency operating operative preoperative postoperative "
	"anesthesia sterile prepped draped incision closed open removed remove removal suture sutures vicryl fashion "
	"position supine complications complication condition stable good clear clean dry intact soft tender tenderness "
	"nontender distended regular rate rhythm murmur sounds bowel breath respiratory cardiac cardiovascular pulmonary "
	"neurologic neurological oriented motor sensory strength reflexes cranial nerve nerves eyes ears nose throat "
	"mouth oral temperature pulse respirations weight height oxygen saturation vital signs sign symptoms symptom "
	"fever chills nausea vomiting diarrhea constipation cough shortness breath dyspnea headache dizziness weakness "
	"numbness swelling edema redness rash bleeding infection infections fracture cancer diabetes hypertension "
	"smoking alcohol drug drugs tobacco daily twice once hours hour minutes morning night today yesterday last first "
	"second third next early late ago since until recent recently previous previously prior initial initially "
	"further additional new changes change changed increased increase decreased decrease improved improvement worse "
	"worsening better loss lost gain active activity activities able unable walk walking standing sitting lying "
	"work working lives living mother father brother sister children child married wife husband "
	"doctor physician nurse clinic office visit seen evaluated evaluation treated treatment therapy therapeutic "
	"surgery surgeon test tests testing laboratory lab labs studies study results result scan ct mri xray x ray "
	"ultrasound level levels count white red cell cells platelet hemoglobin hematocrit glucose sodium potassium "
	"creatinine bun liver kidney renal bladder urine urinary stool gastric stomach pelvis pelvic rectal "
	"hip knee leg legs foot feet arm arms hand hands shoulder wrist ankle elbow finger toe spine spinal cervical "
	"thoracic lumbar joint joints muscle bone tissue wound lesion lesions mass area site region distal proximal "
	"medial lateral inferior superior central peripheral midline deep superficial vessel vessels artery vein "
	"venous arterial vascular wall tube line catheter needle iv intravenous tablet dose "
	"risk risks benefits consent informed discussed discussion explained understand understands questions "
	"recommend recommended recommendation consider considered possible possibly probable likely unlikely "
	"secondary primary due related associated consistent compatible involving involved including include includes "
	"type stage status problem problems issue issues illness disorder syndrome failure abnormal abnormality "
	"multiple several single total partial complete completely full free limited limits extent "
	"six seven eight nine 6 7 8 9 12 20 30 50 100 4 low high body person "
	"tolerate tolerated control controlled rest post postop great except exception insert inserted injection injected "
	"local locally replace replaced replacement expose exposed subcutaneous drain drained anesthetic function mass "
	"abdominal great greater major minor main fascia skin middle open opening head dilated pathology edema great "
	"quadrant obtained obtain identified identify seen made make go went come came felt feel feels known secondary "
	"order ordered arrive arrived transfer transferred place places again about around behind along across however "
	"because though while whether if than then so such same still just very quite much many few none";

/* In one of twenty */
static const char now_and_then[] =
	"accident fall fell injury injured trauma motor vehicle onset duration quality location radiating radiation sharp "
	"dull burning constant intermittent episode episodes frequency frequent occasional occasionally usual usually "
	"always never sometimes often again still already long short term care service services support need needs "
	"needed require required requires requiring necessary possible prevent prevention screening routine annual "
	"health healthy nutrition diet eating food fluid fluids drink drinking sleep sleeping mental mood affect "
	"judgment insight thought memory behavior anxiety depression depressed stress cognitive speech language vision "
	"visual hearing pupils equal reactive light movement movements range motion gait balance coordination "
	"palpable palpation percussion auscultation inspection visible appearance appears appear appropriate "
	"developed development develop well nourished acute distress comfortable cooperative pleasant "
	"atraumatic normocephalic supple lymph node nodes lymphadenopathy thyroid trachea carotid jugular bruits "
	"wheezes rales rhonchi crackles gallop rub edema cyanosis clubbing hernia masses organomegaly "
	"genital genitalia male female breast uterus ovary ovarian prostate testis pregnancy pregnant delivery birth "
	"infant newborn baby labor fetal vaginal cesarean menstrual period "
	"coronary valve ventricular atrial aortic mitral ejection fraction ischemia infarction stroke angina "
	"pneumonia asthma effusion embolism thrombosis obstruction obstructive stenosis occlusion "
	"tumor carcinoma malignant benign metastatic chemotherapy biopsy pathology specimen "
	"ulcer abscess cyst stone stones graft flap implant prosthesis device screw screws plate fixation reduction "
	"repair reconstruction resection excision drainage irrigation dissection exposure closure dressing cast splint "
	"brace contact external internal foreign object unspecified specified body accidental intentional exposure "
	"cold hot heat water air pressure gas fire animal bite sting contact kind part parts whole "
	"foot thumb hair nail tooth teeth gum tongue lip jaw face facial eye ear eyelid scalp skull brain "
	"congenital hereditary acquired traumatic infectious bacterial viral fungal inflammatory inflammation "
	"syndrome deficiency excess elevated elevation reduced absent absence presence function functional "
	"structure tract duct gland membrane mucosa surface edge margin base end point "
	"induced causing cause caused causes result resulting sequela encounter subsequent "
	"degree injury injuries femoral personal person deformity subcutaneous little recurrent recurrence puncture "
	"laceration lacerated thigh transverse dilation ligament separate separated angle heal healed healing major "
	"lead esophagus esophageal cord cords nasal sinus optic posterolateral anterolateral flexor extensor tendon "
	"forearm calf heel buttock groin flank rib ribs sternum clavicle scapula humerus radius ulna femur tibia fibula "
	"pain ache cramp spasm stiffness tear torn rupture sprain strain dislocation bruise contusion scar callus "
	"gallbladder biliary bile pancreas spleen colon rectum anal appendix hernia bowel duodenum ileum jejunum "
	"hyperlipidemia cholesterol lipid insulin obesity anemia arthritis gout osteoporosis hepatitis sepsis "
	"transfusion culture cultures antibiotic antibiotics aspirin steroid steroids ventilator intubated intubation "
	"consultation consult hospice nursing facility center department school occupational vehicle car driver "
	"weeks gestation maternal prenatal newborn breast feeding feed weight growth";

#define NSLOTS 2048

typedef struct Slot
{
	uint64_t key;
	unsigned level;
} Slot;

static Slot *
Find(Slot *slots, uint64_t key)
{
	unsigned at = (unsigned) (key >> 16) % NSLOTS;

	while (slots[at].level != 0 && slots[at].key != key)
		at = (at + 1) % NSLOTS;
	return &slots[at];
}

/* Enter the words of a list; a word stays at the level it was entered at first. */
static void
Enter(Slot *slots, const char *list, unsigned level)
{
	char word[MC_MAX_STEM_INPUT + 8];

	while (*list)
	{
		size_t len = strcspn(list, " ");
		McStem stem;
		Slot *slot;

		memset(word, 0, sizeof(word));
		memcpy(word, list, len);
		mc_stem(word, (uint32_t) len, mc_hash_bytes(word, len), &stem);
		slot = Find(slots, stem.key);
		if (slot->level == 0)
		{
			slot->key = stem.key;
			slot->level = level;
		}
		list += len;
		list += *list == ' ';
	}
}

unsigned
mc_word_commonness(uint64_t stem_key)
{
	/* made once, of constants */
	static Slot slots[NSLOTS];
	static bool made = false;

	if (!made)
	{
		Enter(slots, often, 3);
		Enter(slots, sometimes, 2);
		Enter(slots, now_and_then, 1);
		made = true;
	}
	return Find(slots, stem_key)->level;
}
