r"""Patterns of what stands beside an article on a page: credits, by-lines, datelines, dates, labels, forms.

All are bounded, so that a hostile line costs no more than a long one. Where a run of white space may be taken in two
places, the first takes it whole; a pattern that is only ever held against a string's beginning says so with `\A`.
"""

from __future__ import annotations

import re

STOPS = ".!?。！？؟।…"
CLOSERS = "\"'”’»›)]｣」』"
OPENERS = "\"'“‘«‹([「『"
EMOJI = re.compile(r"(?:\s?[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff~]){1,12}$")
WORD = re.compile(r"\w+(?:['’.\-]\w+)*")
CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")
INITIALS = re.compile(r"\b[A-Z]\.[A-Z]\.$")
TRUNCATED = re.compile(r"\[\+\d+ chars\]$")  # as NewsAPI marks a text that it cut
BULLET = re.compile(r"(?:[*+•·▪◦‣–—\-]|o|\d{1,2}[.)])\s+")

AGO = re.compile(
    r"(?:(?:published|updated|posted|last updated)\s*(?::\s*)?)?(?:about\s+|over\s+|almost\s+)?"
    r"(?:(?:\d{1,3}|an?|one)\s*(?:\+\s*)?(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|wks?|months?|years?|[smhdwy])\s+ago"
    r"|just now|yesterday|(?:il y a|hace|há|fa|vor)\s+\d{1,3}\s+\w{1,10}"
    r"|\d{1,3}\s+\w{1,10}\s+(?:fa|atrás|geleden|sedan|siden|sitten|temu|назад|önce))",
    re.IGNORECASE,
)
LABEL_AGO = re.compile(rf"\A.{{2,40}}?\s*[·|•–—-]\s*{AGO.pattern}", re.IGNORECASE)
CREDIT = re.compile(
    r"\A[(\[]?\s*(?:file\s+|stock\s+|main\s+|cover\s+|top\s+|hero\s+|feature\s+)?"
    r"(?:(?:photo(?:graph)?s?|photography|photographer|image|picture|pic|illustration|graphic|video|screenshot|artwork|"
    r"foto(?:s|grafía|graf)?|bild(?:er)?|imagen|imagem|crédito|фото|photo(?:graphie)?|credit|courtesy|source|quelle|fuente|fonte|источник|via)"
    r"(?:\s+(?:credit|courtesy|source|by|of|from|via|illustration))*\s*[:/|©]"
    r"|(?:AP|AFP|EPA|Reuters)\s+(?:photo|image|file)\b"
    r"|(?:photo|photograph|image|picture|illustration)s?\s+(?:by|courtesy)\s)",
    re.IGNORECASE,
)
# A caption: its last bracket or last few words credit a picture.
CREDIT_END = re.compile(
    r"(?:\((?=[^()]{0,120}\)$)[^()]{0,120}\b(?:photo|image|picture|getty|file|handout|courtesy|shutterstock|istock|screenshot|"
    r"illustration|foto|via)\b[^()]{0,120}\)"
    r"|\([^()/]{1,60}/[^()]{1,60}\)"
    r"|\b(?:getty images|shutterstock(?:\.com)?|istockphoto|file photo|ap photo|photo by [^.]{2,60}|"
    r"photo(?:graph)?: [^.]{2,60}|image: [^.]{2,60}|credit: [^.]{2,60})\)?\.?)$",
    re.IGNORECASE,
)
COPYRIGHT = re.compile(
    r"(?:copyright\s{0,20}+(?:(?:©|\(c\))\s{0,20}+)?(?:by\s{1,20}+\S{1,80}\s{1,20}+)?"
    r"|(?:©|\(c\))\s{0,20}+(?:copyright\s{0,20}+)?)[^\d.]{0,40}+(?:19|20|21)\d\d\b",
    re.IGNORECASE,
)
RIGHTS = re.compile(r"\ball rights reserved\b|\bmay not be (?:reproduced|published|republished)\b", re.IGNORECASE)
ORIGIN_NOTE = re.compile(
    r"(?:(?:this|the)\s+(?:(?:above|following)\s+)?(?:article|story|post|piece|report|column|essay|content|interview)?\s*"
    r"(?:was|is|has been|had been)?\s*)?(?:(?:originally|first)\s+(?:published|appeared|posted|printed|ran)"
    r"|(?:re-?published|reprinted|syndicated|reproduced)(?:\s+here)?(?:\s+with permission)?)\s+"
    r"(?:(?:on|in|by|at|with|via|from)\s+)",
    re.IGNORECASE,
)
BYLINE = re.compile(
    r"(?:by|from(?=\s(?:our|a|the|an)\s(?:\w+\s){0,2}(?:correspondents?|reporters?|staff|newsroom)\b)|"
    r"(?:analysis|opinion|comment|commentary|review|interview|article|news|report|reported|written|story|posted|words|"
    r"text|photos|(?:words|text|story) and (?:pictures|photos|photographs)) by|"
    r"von|par|por|text|words|author|автор|текст)\s*:?\s+(?=[^\W\d_])"
    r"|(?-i:(?:[A-Z][a-z]{2,12})?By(?=[A-Z][a-z]+ [A-Z][a-z]))",  # "NewsByAda Quill": marks run together in a capture
    re.IGNORECASE,
)
# The same in languages whose word for "by" is common in headlines, too: only a name may follow.
BY_NAME = re.compile(r"(?:di|door|av|af|przez|oleh|autore?|auteur|yazan|szerző|författare)\s*:?\s+", re.IGNORECASE)
NAME = re.compile(r"[^\W\d_a-z][\w’'.-]{1,40}+(?:\s[^\W\d_a-z]\.?)?"
    r"(?:\s(?:de|van|von|al|bin|da)?\s?[^\W\d_a-z][\w’'-]{1,40}+){1,2}")
LINK = re.compile(
    r"(?:read(?: more| also| next| our| the)?|also read|see also|see|related(?: story| article| post| news)?|"
    r"watch|listen|more|don['’]t miss|must read|"
    r"explore|go deeper|recommended|lire aussi|à lire aussi|lea también|lee también|"
    r"leia também|leggi anche|lesen sie auch|mehr dazu|lees ook|"
    r"läs också|читайте также|читайте також|baca juga|czytaj też|czytaj także)\s*[:|»>]\s*\S",
    re.IGNORECASE,
)
COUNTED = re.compile(
    r"(?:new,\s+)?\d[\d,.]{0,15}\s+(?:comments?|responses?|replies|kommentare?|commentaires?|comentarios?|comentários?|commenti|reacties|"
    r"комментари\w{0,3}|"
    r"yorum)\b",
    re.IGNORECASE,
)
# "34 responses to “The gate”", as common blogging software opens its readers' comments.
REPLIES_TO = re.compile(
    r"(?:\d[\d,.]{0,15}+|one|an?|ein|une?|um|uno?)\s{1,20}+"
    r"(?:(?:responses?|replies|reply|thoughts?|comments?|commentaires?|réflexions?|comentarios?|respuestas?|comentários?|respostas?|pensieri|commenti|risposte|gedanken?|antworten|kommentare?|reacties|"
    r"gedachten?)\s{1,20}+(?:to|on|sur|en|em|su|a|zu|auf|op)\b)",
    re.IGNORECASE,
)
NICKNAME = re.compile(r"[^\W\d][\w.\-]{2,24}\s?:\s+\S")  # "BrineBetty: I saw it, too"
SAYS = re.compile(r"\A.{1,40}\b(?:says|said|schreibt|a écrit|escribió|dice)\s*:", re.IGNORECASE)
TUNE_IN = re.compile(
    r"(?:listen|watch|tune in|download|subscribe|stay up to date|keep up to date|follow)\b.{0,150}"
    r"\b(?:here|now|live|apps?|podcasts?|channel|newsletter|website)\b",
    re.IGNORECASE,
)
PICTURE = re.compile(
    r"(?:file (?:photo|picture|image)\s?:|(?:image|photo|media|video|picture)\s+(?:caption|copyright|credit|source)\b|"
    r"(?:media|video) playback\b|"
    r"(?:an?|the)\s+artist['’]s\s+(?:\w+\s+)?(?:impression|concept|illustration|rendering)\b|"
    r"this\s+(?:illustration|photo|image|graphic|picture)\s+shows\b)",
    re.IGNORECASE,
)
FORM = re.compile(r"\b(?:newsletters?|(?:whatsapp|telegram|facebook) (?:group|channel|community)|"
    r"(?:your|their) inbox|unsubscribe|opt[- ]in|"
    r"subscrib\w+|e-?mail address|sign(?:ing)? up)\b", re.IGNORECASE)
YOU = re.compile(r"\b(?:you|your|our|please|thank|no thanks|join|get|stay|sorry|i agree)\b", re.IGNORECASE)
GIVE = re.compile(
    r"\b(?:donat(?:e|ions?|ing)|financial(?:ly)? support|become an? (?:member|subscriber|supporter|patron)|"
    r"contribut(?:e|ions?)|"
    r"support (?:us|our|independent|local|quality)|click here to support|"
    r"support (?:\w+ ){1,3}and (?:help|keep|make))\b",
    re.IGNORECASE,
)
OURS = re.compile(r"\b(?:we|us|our|support|journalism|reporting)\b", re.IGNORECASE)
WRITE_US = re.compile(
    r"\b(?:(?:e-?mail|write to|contact|tell|message|send (?:it |them |your \w+ )?to) (?:us|our \w+|me)\b|"
    r"get in touch with (?:us|our|me)\b|let us know\b)",
    re.IGNORECASE,
)
READER = re.compile(r"\b(?:you|your|readers)\b", re.IGNORECASE)
LEGAL = re.compile(
    r"\b(?:information (?:provided|contained) (?:on|in) this (?:web)?site|for informational purposes only|"
    r"not intended to (?:diagnose|be a substitute)|these statements have not been evaluated|"
    r"(?:receive|earn) an? (?:small )?(?:\w+ )?commission)\b",
    re.IGNORECASE,
)
POLICY = re.compile(r"\b(?:comment(?:s|er|ers|ing)?)\b.{0,300}\b(?:please|guidelines|terms|"
    r"moderat\w+|policy|respectful|log(?:ged)? in)\b", re.IGNORECASE)
READING = re.compile(r"(?:(?:estimated )?(?:reading|read) time|tempo de leitura|tiempo de lectura|"
    r"temps de lecture|lesezeit|время чтения)\b.{0,25}|"
    r"\d{1,2}[- ]min(?:ute)?s? read", re.IGNORECASE)
MORE = re.compile(r"More(?:\s[^\W\d_a-z][\w.&’']*){1,3}(?:\s(?:News|Stories|Articles))?")
SHOT_BY = re.compile(r"\A(?P<name>[^,()|/]{3,40})\s*(?:,|/|\||for)\s*(?:the\s+)?(?:AP|Associated Press|AFP|"
    r"Reuters|EPA|PA|Getty(?: Images)?|Bloomberg|EFE|"
    r"dpa|ANSA|Xinhua|USA Today(?: Sports)?)", re.IGNORECASE)
# "… at the gate. Ada Quill / The Gazette": a caption's photographer and paper.
SHOT_FOR = re.compile(r"[.!?][”\"’)]?\s+" + NAME.pattern + r"\s/\s[^\W\d_a-z][\w’'&.-]*(?:\s[\w’'&.-]+){0,4}$")
AUTHOR = (
    r"(?:writer|reporter|journalist|editor|author|correspondent|freelancer?|columnist|contributor|blogger|professor|"
    r"fellow|producer)"
)
BIO = re.compile(
    r"\A(?:[^\W\d_a-z][\w.’'-]*\s){1,4}(?:(?:writes|reports|edits|covers)\s.{0,80}\bfor\b|"
    rf"(?:is|was|has been)\s(?:(?:an?|the|our)\s.{{0,80}}\b(?:{AUTHOR}\b|living in\b)|"
    rf"(?:[a-z]\S{{0,20}}\s){{0,3}}{AUTHOR}\s(?:at|for|of)\s))"
)
ABOUT = re.compile(r"(?:about|über|sobre|à propos de|об авторе|om)\s+(?:the\s+)?(?=[^\W\d_])", re.IGNORECASE)
CORRECTION = re.compile(
    r"(?:corrections?|clarifications?|corrected|editors?['’]s? note|editors['’] note)\b[^.:!?]{0,40}:\s|"
    r"(?:put(?:ting it)? right|set(?:ting)? (?:it|the record) straight|we got it wrong|errat(?:um|a))\s?:\s",
    re.IGNORECASE,
)
GALLERY = re.compile(r"\A(?:image|photo|picture|slide|video|bild|foto)?"
    r"\s*\d{1,3}\s*(?:of|/|von|de)\s*(?:/\s*)?\d{1,3}", re.IGNORECASE)
CONTACT = re.compile(
    r"\A(?:have|got) an? (?:\w+ )?tip\?|"
    r"\A(?:(?:you can )?(?:e-?mail|follow|contact|reach|tweet|chat with|join|find|like)\s.{0,200}"
    r"(?:@\w|\btwitter\b|\bfacebook\b|\binstagram\b|\byoutube\b|\blinkedin\b|\btelegram\b|\bmessenger\b))",
    re.IGNORECASE,
)
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
# How the months are named in the languages that pages are mostly in, January first.
MONTH_NAMES = (
    "jan january januar jänner janvier enero janeiro gennaio januari stycznia ledna ocak января січня",
    "feb february februar février febrero fevereiro febbraio februari lutego února şubat февраля лютого",
    "mar march märz mars marzo março maart marts marca března mart maret марта березня",
    "apr april avril abril aprile kwietnia dubna nisan апреля квітня",
    "may mai mayo maio maggio mei maj maja května mayıs мая травня",
    "jun june juni juin junio junho giugno czerwca června haziran июня червня",
    "jul july juli juillet julio julho luglio lipca července temmuz июля липня",
    "aug august août agosto augustus augusti sierpnia srpna ağustos agustus августа серпня",
    "sep sept september septembre septiembre setembro settembre września září eylül сентября вересня",
    "oct october oktober octobre octubre outubro ottobre października října ekim октября жовтня",
    "nov november novembre noviembre novembro listopada listopadu kasım ноября листопада",
    "dec december dezember décembre diciembre dezembro dicembre grudnia prosince aralık desember декабря грудня",
)
DATE = re.compile(
    rf"\b(?:\d{{4}}-\d\d-\d\d|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTH}\b|{MONTH}\.?\s+\d{{1,2}}\b|"
    r"\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{1,2}[:h]\d\d|\d{1,2}\.?\s+\w{3,10}\.?\s+(?:19|20)\d\d|\d{4}年\d{1,2}月\d{1,2}日)",
    re.IGNORECASE,
)
STAMP = re.compile(
    r"(?:published|updated|posted|last updated|last modified|published on|date|publié|mis à jour|modifié|"
    r"veröffentlicht|aktualisiert|stand|erstellt|publicado|actualizado|atualizado|pubblicato|aggiornato|gepubliceerd|bijgewerkt|"
    r"publicerad|uppdaterad|publisert|oppdatert|opublikowano|aktualizacja|опубликовано|обновлено)\b\s*:?",
    re.IGNORECASE,
)
DATE_WORD = re.compile(
    rf"^(?:{MONTH}|mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun|\w*day|am|pm|a\.m|p\.m|at|on|of|the|published|updated|"
    r"update|posted|last|modified|first|date|time|edt|est|pdt|pst|cdt|cst|mdt|mst|et|pt|ct|gmt|utc|bst|cet|cest|ist|jst|uhr|um|h|"
    r"min|mins|minute|minutes|read|views?|comments?|st|nd|rd|th|le|à|mis|jour|et|vers|modifié|publié|den|der|am|vom|im|"
    r"veröffentlicht|aktualisiert|stand|zuletzt|el|la|las|los|de|del|a|às|em|alle|ore|il|om|op|kl|klo|den|dnia|godz|hrs?|"
    r"publicado|actualizado|atualizado|pubblicato|aggiornato|gepubliceerd|bijgewerkt|publicerad|uppdaterad|"
    rf"{'|'.join(' '.join(MONTH_NAMES).split())}|\d\S*)$",
    re.IGNORECASE,
)
# An article's first words: "PORT (Agency) -", "PORT, June 3 —".
DATELINE = re.compile(
    r"\A(?P<place>[^\W\d_](?:[^\W\d_]|[ .,'’/\-]){1,60}?)\s*(?:,\s*)?"
    rf"(?:(?P<date>{MONTH}\.?\s+\d{{1,2}}(?:,\s*\d{{4}})?|\d{{1,2}}\s+{MONTH}\.?(?:\s+\d{{4}})?)\s*(?:,\s*)?)?"
    r"(?:\((?P<agency>[^()]{2,40})\)\s*(?:--|[-–—:]|(?=[A-Z]))|(?:--|[–—])|(?:\s-\s))",
    re.IGNORECASE,
)
