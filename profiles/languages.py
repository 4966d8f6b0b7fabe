"""Names of languages people in the region speak: in Dutch, in English and as they say it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LanguageName:
    """One language by its ISO 639-3 code, with its Dutch, English and own name."""

    code: str
    dutch: str
    english: str
    own: str

    def in_language(self, language: str) -> str:
        """Give the name on a page in Dutch ("nl") or English ("en")."""
        return self.english if language == "en" else self.dutch


# In the order of a list to choose from: Dutch first, then by the Dutch alphabet.
LANGUAGES = tuple(
    LanguageName(*line)
    for line in (
        ("nld", "Nederlands", "Dutch", "Nederlands"),
        ("sqi", "Albanees", "Albanian", "Shqip"),
        ("amh", "Amhaars", "Amharic", "አማርኛ"),
        ("ara", "Arabisch", "Arabic", "العربية"),
        ("hye", "Armeens", "Armenian", "Հայերեն"),
        ("aze", "Azerbeidzjaans", "Azerbaijani", "Azərbaycanca"),
        ("ber", "Berbers", "Berber", "Tamaziɣt"),
        ("bos", "Bosnisch", "Bosnian", "Bosanski"),
        ("bul", "Bulgaars", "Bulgarian", "Български"),
        ("zho", "Chinees", "Chinese", "中文"),
        ("prs", "Dari", "Dari", "دری"),
        ("dan", "Deens", "Danish", "Dansk"),
        ("deu", "Duits", "German", "Deutsch"),
        ("eng", "Engels", "English", "English"),
        ("fra", "Frans", "French", "Français"),
        ("fry", "Fries", "Frisian", "Frysk"),
        ("kat", "Georgisch", "Georgian", "ქართული"),
        ("ell", "Grieks", "Greek", "Ελληνικά"),
        ("heb", "Hebreeuws", "Hebrew", "עברית"),
        ("hin", "Hindi", "Hindi", "हिन्दी"),
        ("hun", "Hongaars", "Hungarian", "Magyar"),
        ("ind", "Indonesisch", "Indonesian", "Bahasa Indonesia"),
        ("ita", "Italiaans", "Italian", "Italiano"),
        ("jpn", "Japans", "Japanese", "日本語"),
        ("kur", "Koerdisch", "Kurdish", "Kurdî"),
        ("kor", "Koreaans", "Korean", "한국어"),
        ("hrv", "Kroatisch", "Croatian", "Hrvatski"),
        ("lit", "Litouws", "Lithuanian", "Lietuvių"),
        ("dse", "Nederlandse Gebarentaal", "Sign Language of the Netherlands", "NGT"),
        ("ukr", "Oekraïens", "Ukrainian", "Українська"),
        ("pap", "Papiaments", "Papiamento", "Papiamentu"),
        ("pus", "Pasjtoe", "Pashto", "پښتو"),
        ("fas", "Perzisch (Farsi)", "Persian (Farsi)", "فارسی"),
        ("pol", "Pools", "Polish", "Polski"),
        ("por", "Portugees", "Portuguese", "Português"),
        ("pan", "Punjabi", "Punjabi", "ਪੰਜਾਬੀ"),
        ("ron", "Roemeens", "Romanian", "Română"),
        ("rus", "Russisch", "Russian", "Русский"),
        ("hns", "Sarnami", "Sarnami Hindustani", "Sarnámi"),
        ("srp", "Servisch", "Serbian", "Српски"),
        ("slk", "Slowaaks", "Slovak", "Slovenčina"),
        ("som", "Somalisch", "Somali", "Soomaali"),
        ("spa", "Spaans", "Spanish", "Español"),
        ("srn", "Sranantongo", "Sranan Tongo", "Sranantongo"),
        ("swa", "Swahili", "Swahili", "Kiswahili"),
        ("tam", "Tamil", "Tamil", "தமிழ்"),
        ("tha", "Thais", "Thai", "ไทย"),
        ("tir", "Tigrinya", "Tigrinya", "ትግርኛ"),
        ("ces", "Tsjechisch", "Czech", "Čeština"),
        ("tur", "Turks", "Turkish", "Türkçe"),
        ("urd", "Urdu", "Urdu", "اردو"),
        ("vie", "Vietnamees", "Vietnamese", "Tiếng Việt"),
    )
)
_BY_CODE = {language.code: language for language in LANGUAGES}


def name_of(code: str) -> LanguageName:
    """Name a language; one we have no name for is called by its code."""
    return _BY_CODE.get(code) or LanguageName(code, code, code, code)
