"""How packs spell units: abbreviations and names in English, Swedish, German, French, Spanish.

Left out is what is not one size: ``Pfund`` and ``livre`` are 500 g in some places and a pound in
others (and a ``livre`` is a book), a Swedish ``mil`` is 10 km.
"""

from .tokens import word_set
from .units import UNITS, Unit

# Symbols in which the case of a letter carries meaning are listed in _EXACT alone.
_NAMES = {
    "ul": "µl ul microliter microlitre mikroliter",
    "ml": "ml milliliter milliliters millilitern millilitre millilitres mililitro mililitros",
    "cl": "cl centiliter centiliters centilitre centilitres zentiliter zentilitern centilitro "
    "centilitros",
    "dl": "dl deciliter deciliters decilitre decilitres décilitre décilitres deziliter decilitro "
    "decilitros",
    "l": "l lt ltr liter liters litern litre litres litro litros",
    "cm3": "cm3 cm^3 cc kubikcentimeter kubikzentimeter|cubic centimeter|cubic centimeters"
    "|cubic centimetre|cubic centimetres|centimètre cube|centimètres cubes|centímetro cúbico"
    "|centímetros cúbicos",
    "dm3": "dm3 dm^3 kubikdecimeter kubikdezimeter",
    "m3": "m3 m^3 kubikmeter kubikmetern|cubic meter|cubic meters|cubic metre|cubic metres"
    "|mètre cube|mètres cubes|metro cúbico|metros cúbicos",
    "ug": "µg ug mcg microgram micrograms microgramme microgrammes mikrogram mikrogramm "
    "microgramo microgramos",
    "mg": "mg milligram milligrams milligramme milligrammes milligramm miligramo miligramos",
    "g": "g gr gm gram grams gramme grammes gramm gramo gramos",
    "carat": "carat carats",
    "hg": "hg hekto hektogram hectogram",
    "kg": "kg kgs kilo kilos kilogram kilograms kilogramme kilogrammes kilogramm kilogramo "
    "kilogramos",
    "t": "tonne tonnes tonnen tonelada toneladas|metric ton|metric tons|metric tonne"
    "|metric tonnes|tonne métrique|tonnes métriques|tonelada métrica|toneladas métricas",
    "picometer": "picometer picometers picometre picometres",
    "nm": "nm nanometer nanometers nanometern nanometre nanometres nanomètre nanomètres nanómetro "
    "nanómetros",
    "um": "µm um micrometer micrometers micrometre micrometres mikrometer mikrometern micromètre "
    "micromètres micrómetro micrómetros",
    "mm": "mm millimeter millimeters millimetern millimetre millimetres millimètre millimètres "
    "milimetro milimetros milímetro milímetros",
    "cm": "cm centimeter centimeters centimetre centimetres centimètre centimètres zentimeter "
    "zentimetern centimetro centimetros centímetro centímetros",
    "dm": "dm decimeter decimeters decimetre decimetres décimètre décimètres dezimeter dezimetern "
    "decímetro decímetros",
    "m": "meter meters metern metre metres mètre mètres metro metros",
    "km": "km kilometer kilometers kilometern kilometre kilometres kilomètre kilomètres kilometro "
    "kilometros kilómetro kilómetros",
    "mm2": "mm2 mm^2 kvadratmillimeter quadratmillimeter",
    "cm2": "cm2 cm^2 kvadratcentimeter quadratzentimeter|square centimeter|square centimeters"
    "|square centimetre|square centimetres|centimètre carré|centimètres carrés"
    "|centímetro cuadrado|centímetros cuadrados",
    "dm2": "dm2 dm^2 kvadratdecimeter quadratdezimeter",
    "m2": "m2 m^2 kvadratmeter kvm quadratmeter quadratmetern qm|square meter|square meters"
    "|square metre|square metres|sq m|mètre carré|mètres carrés|metro cuadrado|metros cuadrados",
    "ha": "ha hectare hectares hektar hectárea hectáreas",
    "km2": "km2 km^2 kvadratkilometer quadratkilometer quadratkilometern|square kilometer"
    "|square kilometers|square kilometre|square kilometres|sq km|kilomètre carré"
    "|kilomètres carrés|kilómetro cuadrado|kilómetros cuadrados",
    "W": "w watt watts",
    "kW": "kw kilowatt kilowatts",
    "MW": "megawatt megawatts",
    "V": "v volt volts",
    "kV": "kv kilovolt kilovolts",
    "Wh": "wh|watt hours|watt hour",
    "kWh": "kwh|kilowatt hours|kilowatt hour",
    "mAh": "mah",
    "Ah": "ah",
    "bit": "bit bits",
    "kbit": "kbit kilobit kilobits",
    "Mbit": "mbit megabit megabits",
    "Gbit": "gbit gigabit gigabits",
    "byte": "byte bytes",
    "kB": "kb kilobyte kilobytes",
    "MB": "megabyte megabytes",
    "GB": "gigabyte gigabytes",
    "TB": "terabyte terabytes",
    "PB": "petabyte petabytes",
    "KiB": "kib kibibyte kibibytes",
    "MiB": "mib mebibyte mebibytes",
    "GiB": "gib gibibyte gibibytes",
    "TiB": "tib tebibyte tebibytes",
    "lm": "lm lumen lumens",
    "tsp": "tsp teaspoon teaspoons tsk tesked teskedar teelöffel cucharadita cucharaditas",
    "tbsp": "tbsp tablespoon tablespoons msk matsked matskedar esslöffel cucharada cucharadas",
    "fl_oz": "fl_oz floz|fl oz|fl . oz|fl . ozs|fluid ounce|fluid ounces|us fl oz",
    "imperial_fl_oz": "imperial_fl_oz|imp fl oz|imperial fl oz|imperial fluid ounce"
    "|imperial fluid ounces",
    "cup": "cup cups",
    "pint": "pint pints pt|us pint|us pints",
    "imperial_pint": "imperial_pint|imperial pint|imperial pints",
    "quart": "quart quarts qt",
    "gallon": "gallon gallons gal gallone gallonen galón galones|us gallon|us gallons",
    "imperial_gallon": "imperial_gallon|imperial gallon|imperial gallons",
    "barrel": "barrel barrels baril barils barril barriles",
    "cuin": "cuin in3 in^3|cubic inch|cubic inches",
    "cuyd": "cuyd yd3 yd^3|cubic yard|cubic yards",
    "bushel": "bushel bushels",
    "cuft": "cuft ft3 ft^3 kubikfot kubikfuß|cubic foot|cubic feet|cu ft|pied cube|pieds cubes"
    "|pie cúbico|pies cúbicos",
    "grain": "grain grains",
    "dram": "dram drams drachm drachms drachma drachmas",
    "oz": "oz ounce ounces onza onzas once onces unze unzen",
    "lb": "lb lbs pound pounds libra libras",
    "stone": "stone stones",
    "ton": "ton tons|short ton|short tons",
    "in": "in inch inches zoll tum tums pouce pouces pulgada pulgadas",
    "ft": "ft foot feet fot fots fuß pied pieds pie pies",
    "yd": "yd yds yard yards yarda yardas",
    "mile": "mile miles mi meile meilen milla millas",
    "nautical_mile": "nautical_mile|nautical mile|nautical miles",
    "light_year": "light_year lightyear lightyears|light year|light years",
    "sqin": "sqin in2 in^2|square inch|square inches|sq in",
    "sqft": "sqft ft2 ft^2 kvadratfot quadratfuß|sq . ft|square foot|square feet|sq ft"
    "|pied carré|pieds carrés|pie cuadrado|pies cuadrados",
    "sqyd": "sqyd yd2 yd^2|square yard|square yards|sq yd",
    "sqmi": "sqmi|square mile|square miles|sq mi",
    "acre": "acre acres",
    "pcs": "pcs pc pce piece pieces st stk stck stück styck stycken pièce pièces pza pzas pieza "
    "piezas unidad unidades uds ct count tablet tablets tabletter tablette tabletten tabletas "
    "comprimé comprimés comprimidos capsule capsules kapslar kapsel kapseln cápsulas gélules "
    "sachet sachets teabags tepåsar bags påsar beutel rolls rullar rollen rouleaux rollos "
    "bottle bottles flaskor flaschen bouteilles botellas can cans burkar dosen boîtes latas "
    "pack packs pk paket packung",
    "dozen": "dozen dussin dutzend douzaine docena",
}  # fmt: skip
# Upper-case names of powers and data are kept apart: mW is not MW, and Mb is not MB.
_EXACT = {
    "mW": "mW", "MW": "MW", "mV": "mV", "MB": "MB mb", "GB": "GB gb", "TB": "TB tb",
    "PB": "PB", "m": "m", "t": "t",
}  # fmt: skip

PACKS = word_set(
    "pack packs pk bottle bottles flaskor flaschen bouteilles botellas can cans burkar dosen "
    "boîtes latas"
)
"""Count words that, before a size, say how many of that size there are."""


def _spelled() -> tuple[dict[tuple[str, ...], Unit], dict[str, Unit]]:
    folded: dict[tuple[str, ...], Unit] = {}
    for symbol, names in _NAMES.items():
        single, *several = names.split("|")
        spellings = [(word,) for word in single.split()] + [tuple(s.split()) for s in several]
        for words in spellings:
            folded[words] = UNITS[symbol]
    exact = {word: UNITS[symbol] for symbol, words in _EXACT.items() for word in words.split()}
    return folded, exact


_FOLDED, _BY_CASE = _spelled()
LONGEST = max(map(len, _FOLDED))
"""Words of the longest spelling."""


def unit_of(words: tuple[str, ...]) -> Unit | None:
    """The unit that these words spell, or None. Case counts where it carries meaning."""
    if len(words) == 1 and words[0] in _BY_CASE:
        return _BY_CASE[words[0]]
    return _FOLDED.get(tuple(word.lower() for word in words))
