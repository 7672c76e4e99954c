"""Words that tell nothing, or little, about which organisation a name means.

A name is told from another by its distinctive words. Everything listed here is not
distinctive: what kind of business it is, where it is, whom one speaks to. All lower case,
accents and apostrophes left out.
"""

_TRADES = {
    "bank": "bank banks banking bancorp banker bankers checking",
    "credit union": "credit union",
    "savings": "savings society building",
    "mortgage": "mortgage mortgages lending lender lenders loan loans refinance refi",
    "cards": "card cards visa mastercard",
    "investment": "investment investments wealth capital securities brokerage retirement pension "
    "pensions financial finance fund funds advisers advisors",
    "insurance": "insurance insurances assurance insurer insurers cover underwriters life mutual "
    "warranty warranties",
    "tax": "tax taxes accounting accountants accountancy bookkeeping payroll",
    "debt": "debt recovery collections collection collectors receivables",
    "energy": "energy electric electrical electricity gas power utility utilities edison light "
    "lighting oil fuel propane",
    "solar": "solar panels",
    "water": "water sewer wastewater",
    "telecom": "telecom telecoms telecommunications telephone communications communication "
    "wireless mobile mobiles cellular broadband internet fiber fibre cable tv television "
    "satellite phone phones wifi media streaming",
    "security": "security alarm alarms secure surveillance cctv locks locksmith locksmiths",
    "pests": "pest pests termite exterminating exterminators",
    "lawn": "lawn lawns landscaping landscapes landscape tree trees gardening garden gardens "
    "nursery turf",
    "windows": "windows window doors door glazing conservatories glass blinds",
    "roofing": "roofing roof roofs roofers gutter gutters siding chimney",
    "rooms": "kitchens kitchen bathroom bathrooms baths bath bedrooms flooring carpet carpets",
    "building": "improvement improvements construction builders contractors remodeling "
    "remodelling renovation renovations painting painters handyman insulation paving driveways",
    "heating": "plumbing plumber plumbers heating cooling hvac boiler boilers drains drainage",
    "cleaning": "cleaning cleaners laundry maids",
    "dental": "dental dentist dentists dentistry orthodontics orthodontist",
    "vet": "vet vets veterinary animal animals pet pets kennels",
    "optical": "optical optician opticians eyecare eye eyes vision optometry optometrists",
    "hearing": "hearing hearingcare audiology",
    "pharmacy": "pharmacy pharmacies pharmacists drug drugs drugstore chemist chemists",
    "medical": "medical health healthcare hospital hospitals clinic clinics surgery physician "
    "physicians doctor doctors medicine pediatric pediatrics pediatricians cardiology ortho "
    "orthopedics dermatology therapy physiotherapy medicare ambulance",
    "cars": "motor motors auto autos automotive automobile car cars garage garages tyre tyres "
    "tire tires vehicle vehicles breakdown roadside collision",
    "travel": "travel travels holidays holiday cruises cruise tours vacations vacation airline "
    "airlines airways air flights hotel hotels resort resorts timeshare trains railway",
    "schooling": "school schools elementary university college academy learning education "
    "educational tutoring tutors institute preschool daycare elem schoolhouse",
    "public": "council government administration police sheriff library libraries revenue court "
    "ministry municipal parks treasury",
    "politics": "party campaign candidate senate congress committee",
    "charity": "foundation charity charities relief lottery firefighters veterans hospice appeal",
    "research": "research opinion survey surveys polling poll",
    "news": "post times news herald gazette tribune newspaper newspapers journal radio",
    "shops": "store stores shop shops market markets foods grocery groceries supermarket "
    "furniture outlet jewelers books",
    "food": "pizza restaurant cafe coffee catering meals meal kits kitchenware bakery",
    "delivery": "parcel parcels courier couriers logistics shipping freight movers moving "
    "removals storage",
    "law": "law legal solicitors attorney attorneys lawyers",
    "property": "realty realtors estate estates property properties housing rentals apartments "
    "lettings",
    "fitness": "gym fitness yoga sports golf",
    "faith": "church chapel temple ministries parish",
    "funerals": "funeral funerals cremation cemetery",
    "software": "software computers computer technology technologies hosting website websites",
    "farming": "feed seeds seed agriculture tractor tractors",
    "waste": "waste recycling refuse trash rubbish sanitation disposal",
    "staffing": "staffing recruitment recruiting jobs",
}
TRADE = {word: trade for trade, words in _TRADES.items() for word in words.split()}
"""Word → trade: two words of one trade say the same."""

_KIN = {
    "finance": ["bank", "credit union", "savings", "mortgage", "cards", "investment", "insurance"],
    "utility": ["energy", "solar", "heating"],
    "telecom": ["telecom"],
    "house": ["windows", "roofing", "rooms", "building", "heating"],
    "health": ["medical", "pharmacy", "optical", "hearing", "dental"],
    "outdoors": ["lawn", "pests"],
    "road": ["cars", "insurance"],
}
KIN = {
    trade: frozenset(other for group in _KIN.values() if trade in group for other in group)
    | {trade}
    for trade in _TRADES
}
"""Trade → trades that one organisation commonly has under the same name."""

NEVER_A_BRANCH = frozenset(
    ["schooling", "public", "politics", "charity", "research", "news", "law", "faith", "funerals"]
)
"""Trades that a company with no known trade of its own is not taken to have."""

_ROLES = (
    "customer customers service services support technical tech billing bill claims claim fraud "
    "security loyalty retention retentions promotions promotion promo sales marketing department "
    "departments dept dep division desk team office offices line helpline hotline rep reps "
    "representative agent agents agency adviser advisor manager account accounts member members "
    "membership relations branch automated recording recorded recordings message voice system "
    "alert alerts notification notifications robot robocall bot driver engineer technician nurse "
    "reception receptionist front payments payment renewals renewal appointments appointment "
    "scheduling disconnection disconnect cancellation cancellations outreach verification "
    "activation upgrades upgrade offers offer program hq headquarters corporate regional local "
    "head main business residential personal priority patrol prevention protection resolution "
    "resolutions welcome winback delivery deliveries reminder reminders call calls caller calling "
    "center centre callcentre inspector supervisor director president owner operator assistant "
    "secretary clerk officer adjuster broker consultant specialist specialists expert experts "
    "executive lady man woman guy girl boy lad chap bloke kid person someone somebody people "
    "gentleman folks fella adviser banker teller cashier dispatcher mechanic installer "
    "claiming claimed claims supposedly supposed allegedly alleged fake scam scammer spam "
    "pretending to be says said saying in it uk usa us online website store shop parts "
    "care concierge inquiries enquiries orders order info information feedback quality training "
    "compliance legal hr new young old retail enrollment enrolment onboarding"
)
ROLES = frozenset(_ROLES.split())
"""Departments, desks and the people at them."""

_STRUCTURE = (
    "group groups solutions solution systems company companies associates association partners "
    "partnership holdings network networks enterprises industries international global worldwide "
    "services service center centre centers agency bureau trust club society union institute "
    "organization organisation federation board authority works world products brands choice "
    "plan plans program programs benefits advisors consulting consultants management resources "
    "practice brothers bros sons incorporated corporation limited"
)
STRUCTURE = frozenset(_STRUCTURE.split())
"""Forms of organisation."""

_PRODUCTS = (
    "plus premium gold platinum silver rewards prime online direct pro max basic select advantage "
    "express app complete total connect ultimate unlimited go now business home premier preferred "
    "protect one"
)
PRODUCTS = frozenset(_PRODUCTS.split())
"""Words that make a product's name out of a company's."""

_PROUD = (
    "first second third national nationwide american america united general great royal premier "
    "central community city county state federal public home homes family best total direct "
    "universal standard classic modern new old big little north south east west northern southern "
    "eastern western midwest northwest northeast southwest southeast upper lower pacific atlantic "
    "continental consumer consumers citizens people peoples independent allied associated integrated "
    "advanced all pro plus quality prime superior elite star sun gold golden silver green blue red "
    "white black liberty freedom heritage legacy patriot capital metro metropolitan urban "
    "british english scottish welsh irish european uk usa us euro anglo smart safe trusted local "
    "quick fast easy simple value discount affordable select choice preferred guardian senior "
    "coastal midland inland mountain homeowner homeowners student students landlord cardholder "
    "merchant merchants social domain publishers "
    "seniors veteran christian catholic baptist lutheran methodist one two three"
)
PROUD = frozenset(_PROUD.split())
"""What organisations call themselves by the dozen: order decides, not presence."""

_PLACES = (
    "alabama alaska arizona arkansas california carolina colorado connecticut dakota delaware "
    "florida georgia hawaii idaho illinois indiana iowa kansas kentucky louisiana maine maryland "
    "massachusetts michigan minnesota mississippi missouri montana nebraska nevada hampshire "
    "jersey mexico york ohio oklahoma oregon pennsylvania rhode tennessee texas utah vermont "
    "virginia washington wisconsin wyoming england scotland wales ireland britain europe africa "
    "asia australia canada india london leeds manchester birmingham liverpool bristol sheffield "
    "glasgow edinburgh cardiff belfast dublin yorkshire lancashire kent surrey sussex essex devon "
    "cornwall norfolk suffolk cumbria cheshire dorset somerset durham lincolnshire derbyshire "
    "nottingham leicester norwich cambridge oxford brighton hull newcastle columbus cleveland "
    "cincinnati toledo dayton akron chicago houston dallas austin antonio phoenix philadelphia "
    "boston atlanta miami tampa orlando denver seattle portland detroit minneapolis pittsburgh "
    "baltimore charlotte nashville memphis angeles francisco diego sacramento vegas brooklyn "
    "queens manhattan buffalo rochester albany hartford newark toronto montreal vancouver ottawa "
    "calgary sydney melbourne brisbane perth adelaide auckland delhi mumbai bangalore lakes"
)
PLACES = frozenset(_PLACES.split())
"""Countries, states, counties and large towns."""

PLACE_ENDINGS = (
    *("ville", "burgh", "burg", "bury", "borough", "chester", "cester", "shire", "wick", "worth"),
    *("ford", "field", "mouth", "port", "polis", "minster", "stead", "dale", "haven", "gate"),
    *("gates", "hampton", "ington", "ingham", "bridge", "brook", "wood", "hurst", "town", "thorpe"),
)
_PLACE_NOUNS = (
    "park road street avenue lane mall plaza square hill hills heights valley creek springs falls "
    "river beach bay island point lake village town cross crossing downtown uptown ridge grove "
    "parkway highway high harbor harbour gate gates bridge court st mount mt fort green common"
)
PLACE_NOUNS = frozenset(_PLACE_NOUNS.split())
"""Words that make a place's name ("Cross Gates", "Polaris Parkway")."""

_FIRST_NAMES = (
    "aaron abigail adam adrian aisha alan albert alex alexander alice alison amanda amber amir amy "
    "ana andre andrea andrew andy angela ann anna anne anthony antonio arjun arthur ashley barbara "
    "barry becky ben benjamin bernard beth betty bill billy bob bobby brad bradley brandon brenda "
    "brian bruce bryan callum cameron carl carla carlos carol caroline carolyn catherine cathy "
    "charles charlie charlotte cheryl chloe chris christian christina christine christopher cindy "
    "claire colin connor craig crystal cynthia dale dan daniel danielle danny darren dave david "
    "dawn dean deborah debbie debra denise dennis derek diana diane dianne dominic donald donna "
    "doris dorothy doug douglas dylan edward eileen elaine eleanor elizabeth ella ellen emily emma "
    "eric erin ethan eugene evelyn fatima fiona frances francis frank fred gabriel gareth gary gavin "
    "gemma geoff george gerald gina glen glenn gloria gordon grace graham greg gregory hannah "
    "harold harry hassan hazel heather helen henry holly howard hugh ian imran irene isaac isabella "
    "ivan jack jackie jacob jake james jamie jane janet janice jason jay jean jeff jeffrey jen "
    "jennifer jenny jeremy jerry jesse jessica jill jim jimmy joan joann joanna joanne joe joel john "
    "johnny jon jonathan jordan jose joseph josh joshua joyce juan judith judy julia julian julie "
    "justin karen kate katherine kathleen kathy katie kayla keith kelly ken kenneth kerry kevin kim "
    "kimberly kyle larry laura lauren lawrence leah lee leo leslie lewis liam linda lisa liz logan "
    "lori louis louise lucas lucy luis luke lynn madison maggie malcolm marcus margaret maria marie "
    "marilyn mark martha martin mary mason matt matthew maureen megan melanie melissa mia michael "
    "michelle miguel mike mohammed mohammad molly monica nancy naomi natalie nathan neil nicholas "
    "nick nicola nicole nigel noah nora norman oliver olivia oscar owen pam pamela pat patricia "
    "patrick paul paula pauline peggy peter phil philip phillip priya rachel raj ralph randy ravi "
    "ray raymond rebecca ricardo richard rick rob robert robin rod roger ron ronald rosa rose ross "
    "roy russell ruth ryan sally sam samantha samuel sandra sara sarah scott sean sharon shaun "
    "shawn shawna sheila shirley simon sofia sophia sophie stacy stephanie stephen steve steven "
    "stuart sue susan suzanne tanya tara tasha teresa terry theresa thomas tiffany tim timothy tina "
    "todd tom tommy tony tracy travis trevor tyler valerie vanessa victor victoria vincent virginia "
    "walter wanda wayne wendy will william willie yolanda yusuf zach zoe mum mom dad grandma "
    "grandpa grandson granddaughter son daughter brother sister nephew niece aunt uncle neighbor "
    "neighbour friend mr mrs ms miss dr sir madam"
)
FIRST_NAMES = frozenset(_FIRST_NAMES.split())
"""First names, family and titles: a person speaking, not an organisation."""

_NOTHING = (
    "unknown none nobody nothing null nil na unsure unclear unidentified unnamed anonymous private "
    "withheld blank didnt did not say said would wouldnt give given name named names no stated "
    "company dont know i forgot tell told catch hear heard get idea"
)
NOTHING = frozenset(_NOTHING.split())
"""What people write into an empty field."""

_APART = (
    "not partner contractor contractors dealer reseller affiliate supplier suppliers alternative "
    "alternatives competitor subcontractor third"
)
APART = frozenset(_APART.split())
"""Words beside a name which say that the caller is not the one named."""

SHORT_FORMS = {
    "mtg": ("mortgage",),
    "cu": ("credit", "union"),
    "ins": ("insurance",),
    "natl": ("national",),
    "nat": ("national",),
    "bldg": ("building",),
    "soc": ("society",),
    "hosp": ("hospital",),
    "ctr": ("center",),
    "centre": ("center",),
    "assn": ("association",),
    "intl": ("international",),
    "elec": ("electric",),
    "pwr": ("power",),
    "amer": ("american",),
    "fin": ("financial",),
    "agcy": ("agency",),
    "pharm": ("pharmacy",),
    "svc": ("service",),
    "svcs": ("services",),
    "govt": ("government",),
    "univ": ("university",),
}
"""How caller IDs and hurried people write common words."""
