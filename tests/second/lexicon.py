"""Table 2.2 of the medicines, transcribed: which ingredients a name stands for, and to which groups they belong.

A group is what a row of table 2.1 or 2.4 speaks of. Names that the table leaves open (antiemetic
doses, "ask") are not here.
"""

from collections.abc import Mapping

# ruff: noqa: E501 (the rows keep the shape of the table)
# Group: ingredients with their brands, as "ingredient — brand, brand".
_GROUPS: Mapping[str, str] = {
    "ssri": """citalopram — Celexa; escitalopram — Lexapro; fluoxetine — Prozac; fluvoxamine — Luvox;
        paroxetine — Paxil, Pexeva, Brisdelle; sertraline — Zoloft""",
    "snri": """desvenlafaxine — Pristiq; duloxetine — Cymbalta, Drizalma Sprinkle; levomilnacipran — Fetzima;
        milnacipran — Savella; venlafaxine — Effexor, Effexor XR""",
    "tca": """amitriptyline — Elavil; amoxapine — Asendin; clomipramine — Anafranil; desipramine — Norpramin;
        doxepin — Sinequan, Silenor; imipramine — Tofranil; maprotiline — Ludiomil; nortriptyline — Pamelor, Aventyl;
        protriptyline — Vivactil; trimipramine — Surmontil""",
    "bupropion": "bupropion — Wellbutrin, Zyban, Aplenzin, Forfivo XL",
    "quiet": """mirtazapine — Remeron; trazodone — Desyrel; vilazodone — Viibryd; vortioxetine — Trintellix, Brintellix;
        buspirone — BuSpar; gepirone — Exxua""",
    "nefazodone": "nefazodone — Serzone",
    "neurosteroid": "zuranolone — Zurzuvae; brexanolone — Zulresso",
    "ketamine": "esketamine — Spravato; ketamine — Ketalar",
    "maoi": """isocarboxazid — Marplan; phenelzine — Nardil; tranylcypromine — Parnate;
        selegiline — Emsam, Eldepryl, Zelapar; rasagiline — Azilect; safinamide — Xadago;
        moclobemide — Manerix, Aurorix; linezolid — Zyvox; procarbazine — Matulane; methylene blue — ProvayBlue""",
    "benzodiazepine": """alprazolam — Xanax, Niravam; chlordiazepoxide — Librium; clobazam — Onfi, Sympazan;
        clonazepam — Klonopin; clorazepate — Tranxene; diazepam — Valium, Diastat, Valtoco; estazolam — ProSom;
        flurazepam — Dalmane; lorazepam — Ativan, Loreev XR; midazolam — Versed, Nayzilam; oxazepam — Serax;
        quazepam — Doral; temazepam — Restoril; triazolam — Halcion; bromazepam — Lexotan; nitrazepam — Mogadon;
        lormetazepam — Noctamid""",
    "designer_benzodiazepine": "diclazepam; etizolam; phenazepam",
    "hypnotic": """eszopiclone — Lunesta; zaleplon — Sonata; zolpidem — Ambien, Ambien CR, Edluar, Intermezzo;
        zopiclone — Imovane; daridorexant — Quviviq; lemborexant — Dayvigo; suvorexant — Belsomra;
        ramelteon — Rozerem; tasimelteon — Hetlioz; melatonin""",
    "sedating_antihistamine": """hydroxyzine — Vistaril, Atarax; diphenhydramine — Benadryl; doxylamine — Unisom;
        promethazine — Phenergan""",
    "other_sedative": "meprobamate — Equanil, Miltown",
    "dexmedetomidine": "dexmedetomidine — Igalmi, Precedex",
    "anxiety_antihypertensive": "propranolol — Inderal; prazosin — Minipress",
    "barbiturate": "phenobarbital — Luminal, Sezaby; primidone — Mysoline; secobarbital — Seconal; pentobarbital — Nembutal",
    "gabapentinoid": "gabapentin — Neurontin, Gralise, Horizant; pregabalin — Lyrica",
    "muscle_relaxant": """baclofen — Lioresal, Lyvispah, Ozobax; carisoprodol — Soma; chlorzoxazone — Parafon Forte;
        cyclobenzaprine — Flexeril, Amrix; metaxalone — Skelaxin; methocarbamol — Robaxin; orphenadrine — Norflex;
        tizanidine — Zanaflex; dantrolene — Dantrium""",
    "oxybate": "sodium oxybate — Xyrem, Lumryz; mixed oxybates — Xywav",
    "antipsychotic": """aripiprazole — Abilify, Abilify Maintena, Aristada; asenapine — Saphris, Secuado; brexpiprazole — Rexulti;
        cariprazine — Vraylar; iloperidone — Fanapt; lumateperone — Caplyta; lurasidone — Latuda;
        olanzapine — Zyprexa, Zyprexa Relprevv; paliperidone — Invega, Invega Sustenna; pimavanserin — Nuplazid; quetiapine — Seroquel;
        risperidone — Risperdal, Risperdal Consta, Perseris, Uzedy, Rykindo; ziprasidone — Geodon; chlorpromazine — Thorazine; fluphenazine — Prolixin;
        haloperidol — Haldol; loxapine — Loxitane, Adasuve; molindone — Moban; perphenazine — Trilafon;
        pimozide — Orap; thioridazine — Mellaril; thiothixene — Navane; trifluoperazine — Stelazine""",
    "xanomeline": "xanomeline-trospium — Cobenfy",
    "clozapine": "clozapine — Clozaril, FazaClo, Versacloz",
    "lithium": "lithium — Lithobid, Eskalith",
    "lamotrigine": "lamotrigine — Lamictal, Subvenite",
    "valproate": "valproate — Depakote, Depakene; divalproex",
    "carbamazepine": "carbamazepine — Tegretol, Equetro, Carbatrol",
    "phenytoin": "phenytoin — Dilantin",
    "antiseizure": """oxcarbazepine — Trileptal, Oxtellar XR; topiramate — Topamax, Trokendi XR; levetiracetam — Keppra;
        lacosamide — Vimpat; zonisamide — Zonegran; brivaracetam — Briviact; cenobamate — Xcopri;
        eslicarbazepine — Aptiom; perampanel — Fycompa; tiagabine — Gabitril; ethosuximide — Zarontin;
        felbamate — Felbatol; rufinamide — Banzel; vigabatrin — Sabril""",
    "stimulant": """amphetamine salts — Adderall, Evekeo, Adzenys XR-ODT, Mydayis; dextroamphetamine — Dexedrine, Zenzedi;
        lisdexamfetamine — Vyvanse; methamphetamine — Desoxyn; methylphenidate — Ritalin, Concerta, Daytrana;
        dexmethylphenidate — Focalin; modafinil — Provigil; armodafinil — Nuvigil; solriamfetol — Sunosi;
        pitolisant — Wakix; phentermine — Adipex-P, Lomaira; diethylpropion — Tenuate; phendimetrazine — Bontril;
        benzphetamine — Didrex""",
    "noradrenergic": "atomoxetine — Strattera; viloxazine — Qelbree",
    "alpha_agonist": "guanfacine — Intuniv, Tenex; clonidine — Catapres, Kapvay",
    "opioid": """codeine; hydrocodone — Hysingla ER; hydromorphone — Dilaudid; fentanyl — Duragesic, Actiq; levorphanol;
        meperidine — Demerol; morphine — MS Contin, Kadian; oxycodone — OxyContin, Roxicodone, Xtampza ER;
        oxymorphone — Opana; tapentadol — Nucynta; tramadol — Ultram, ConZip; butorphanol — Stadol;
        nalbuphine — Nubain; pentazocine — Talwin""",
    "methadone": "methadone — Dolophine, Methadose",
    "naltrexone": "naltrexone — Revia, Vivitrol",
    "nalmefene": "nalmefene — Revex, Opvee",
    "memantine": "memantine — Namenda",
    "nmda": "amantadine — Symmetrel, Gocovri; dextromethorphan — Delsym; riluzole — Rilutek",
    "acamprosate": "acamprosate — Campral",
    "xanthine": "theophylline — Theo-24, Elixophyllin, Uniphyl, Theochron; aminophylline; dyphylline — Lufyllin",
    "thyroid": """levothyroxine — Synthroid, Levoxyl, Unithroid, Euthyrox, Tirosint; liothyronine — Cytomel;
        desiccated thyroid — Armour Thyroid, NP Thyroid""",
    "antithyroid": "methimazole — Tapazole; propylthiouracil — PTU",
    "cyp_inhibitor": """clarithromycin — Biaxin; itraconazole — Sporanox; ketoconazole; posaconazole — Noxafil;
        voriconazole — Vfend; ritonavir — Norvir; cobicistat — Tybost; ticlopidine — Ticlid; clopidogrel — Plavix""",
    "cyp_inducer": """rifampin — Rifadin; rifabutin — Mycobutin; rifapentine — Priftin; efavirenz — Sustiva;
        enzalutamide — Xtandi; apalutamide — Erleada""",
    "st_johns_wort": "St John's wort",
    "vasopressor": """vasopressin — Vasostrict; desmopressin — DDAVP; methylergonovine — Methergine;
        ergotamine — Ergomar; midodrine — ProAmatine; droxidopa — Northera""",
    "decongestant": "pseudoephedrine — Sudafed; phenylephrine — Sudafed PE",
    "disulfiram": "disulfiram — Antabuse",
    "lofexidine": "lofexidine — Lucemyra",
    # Classes that table 2.1 or 2.4 names without a row in the lexicon.
    "antihypertensive": "lisinopril; losartan; valsartan; amlodipine; hydralazine; spironolactone; hydrochlorothiazide",
    "beta_blocker": "metoprolol; atenolol",
    "pregnancy_antihypertensive": "labetalol; methyldopa",
    "loop_diuretic": "furosemide; torsemide",
    "heart_failure": "ivabradine; sacubitril",
    "angina": "nitroglycerin; isosorbide; ranolazine",
    "rhythm": "amiodarone; sotalol; flecainide; dofetilide; digoxin",
    "anticoagulant": "warfarin; apixaban; rivaroxaban; dabigatran",
    "antiplatelet": "ticagrelor",
    "nimodipine": "nimodipine",
    "acetazolamide": "acetazolamide",
    "dementia": "donepezil; rivastigmine; galantamine",
    "glaucoma_drops": "latanoprost; bimatoprost; timolol; dorzolamide; brimonidine",
    "bladder": "pentosan polysulfate — Elmiron; mirabegron; oxybutynin",
    "liver": "lactulose; rifaximin; sofosbuvir",
    "asthma_or_copd": "tiotropium; umeclidinium; montelukast",
    "oxygen": "home oxygen",
    "apnoea_device": "CPAP; BiPAP",
    "glp1": "semaglutide; tirzepatide; liraglutide; dulaglutide; exenatide",
    "insulin_sulfonylurea": "insulin",
    "metformin": "metformin",
    "fertility": "prenatal vitamins; progesterone; clomiphene; letrozole; gonadotropin",
    "phaeochromocytoma": "phenoxybenzamine; metyrosine",
    "porphyria": "hemin; givosiran",
    "pulmonary_hypertension": "bosentan; ambrisentan",
    "sildenafil": "sildenafil",
    "supplement": "yohimbe; valerian",
    "depressant_supplement": "kava; kratom; phenibut",
}  # fmt: skip

# "Combinations: expand" and the rows that name products of several ingredients.
_COMBINATIONS: Mapping[str, tuple[str, ...]] = {
    "Symbyax": ("olanzapine", "fluoxetine"),
    "Lybalvi": ("olanzapine", "samidorphan"),
    "Auvelity": ("dextromethorphan", "bupropion"),
    "Contrave": ("naltrexone", "bupropion"),
    "Qsymia": ("phentermine", "topiramate"),
    "Namzaric": ("memantine", "donepezil"),
    "Limbitrol": ("chlordiazepoxide", "amitriptyline"),
    "Triavil": ("perphenazine", "amitriptyline"),
    "Percocet": ("oxycodone", "paracetamol"),
    "Norco": ("hydrocodone", "paracetamol"),
    "Vicodin": ("hydrocodone", "paracetamol"),
    "Ultracet": ("tramadol", "paracetamol"),
    "Suboxone": ("buprenorphine", "naloxone"),
    "Zubsolv": ("buprenorphine", "naloxone"),
    "Entresto": ("sacubitril", "valsartan"),
    "sacubitril-valsartan": ("sacubitril", "valsartan"),
}


def _entries(text: str) -> list[tuple[str, tuple[str, ...]]]:
    entries = []
    for part in text.split(";"):
        ingredient, _, brands = part.strip().partition(" — ")
        entries.append((ingredient, tuple(brand.strip() for brand in brands.split(",") if brand.strip())))
    return entries


GROUP_OF: dict[str, str] = {
    **{ingredient: group for group, text in _GROUPS.items() for ingredient, _ in _entries(text)},
    "samidorphan": "naltrexone",
    "buprenorphine": "buprenorphine_oud",
    "naloxone": "naloxone",
    "paracetamol": "quiet",
}

NAMES: dict[str, tuple[str, ...]] = {
    **{ingredient: (ingredient,) for text in _GROUPS.values() for ingredient, _ in _entries(text)},
    **{
        brand: (ingredient,) for text in _GROUPS.values() for ingredient, brands in _entries(text) for brand in brands
    },
    **_COMBINATIONS,
}
NAMES["divalproex"] = ("valproate",)
NAMES |= {name: (name,) for name in ("buprenorphine", "samidorphan", "naloxone")}
NAMES |= dict.fromkeys(("Subutex", "Sublocade", "Brixadi", "Butrans", "Belbuca"), ("buprenorphine",))
NAMES["Narcan"] = ("naloxone",)

# 2.3, "common misspellings": the name that is meant.
MISSPELT: Mapping[str, str] = {
    "zolof": "Zoloft", "sertaline": "sertraline", "lexipro": "Lexapro", "prosac": "Prozac", "selexa": "Celexa",
    "paxel": "Paxil", "wellbutron": "Wellbutrin", "effexer": "Effexor", "cymbolta": "Cymbalta", "remron": "Remeron",
    "nardel": "Nardil", "nardill": "Nardil", "parnat": "Parnate", "emsan": "Emsam", "xanex": "Xanax",
    "adavan": "Ativan", "attivan": "Ativan", "valum": "Valium", "restoral": "Restoril", "ambian": "Ambien",
    "lunestra": "Lunesta", "seraquel": "Seroquel", "abilfy": "Abilify", "risperdol": "Risperdal",
    "latuta": "Latuda", "vralar": "Vraylar", "lamictil": "Lamictal", "lithum": "lithium", "depakot": "Depakote",
    "tegratol": "Tegretol", "topomax": "Topamax", "neurotin": "Neurontin", "lirica": "Lyrica", "aderal": "Adderall",
    "vyvanze": "Vyvanse", "ritilin": "Ritalin", "conserta": "Concerta", "provigal": "Provigil",
    "oxycotin": "OxyContin", "suboxin": "Suboxone", "methodone": "methadone", "synthriod": "Synthroid",
    "propanolol": "propranolol", "theophiline": "theophylline",
}  # fmt: skip

# 2.3, "never auto-resolve": a near match to one of these is asked about.
NEVER_RESOLVED: frozenset[str] = frozenset(
    [
        "klonopin",
        "clonidine",
        "clonazepam",
        "clobazam",
        "clozapine",
        "bupropion",
        "buspirone",
        "hydroxyzine",
        "hydralazine",
        "tramadol",
        "trazodone",
        "lamictal",
        "lamisil",
        "celexa",
        "celebrex",
        "cerebyx",
        "zyprexa",
        "zyrtec",
        "seroquel",
        "serzone",
        "topamax",
        "toprol",
        "adderall",
        "inderal",
        "methadone",
        "methylphenidate",
        "metadate",
        "risperidone",
        "ropinirole",
        "quetiapine",
        "quinapril",
        "chlorpromazine",
        "chlorpropamide",
        "lorazepam",
        "temazepam",
        "loratadine",
        "xanax",
        "zantac",
        "tenex",
        "prozac",
        "prilosec",
        "proscar",
        "paxil",
        "plavix",
        "taxol",
        "brintellix",
        "brilinta",
        "amantadine",
        "amiodarone",
        "fluoxetine",
        "fluvoxamine",
        "duloxetine",
        "effexor",
        "effient",
        "sertraline",
        "cetirizine",
        "selegiline",
        "salagen",
        "nardil",
        "norvasc",
    ]
)

# Brands that are nasal sprays.
NASAL = frozenset({"opvee", "nayzilam", "valtoco"})
# Brands of buprenorphine that are for pain.
FOR_PAIN = frozenset({"butrans", "belbuca"})
# Brands that are injected and act for weeks.
LONG_ACTING = frozenset(
    [
        "abilify maintena",
        "aristada",
        "invega sustenna",
        "perseris",
        "risperdal consta",
        "rykindo",
        "uzedy",
        "zyprexa relprevv",
    ]
)
