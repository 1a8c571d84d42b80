"""Names of sections and of furniture in further languages, as :mod:`structure_terms` has them.

Each is a whole line of a menu, a form or a footer, with bars between them as written there.
"""

from __future__ import annotations

#: Sections of a news site.
SECTION_NAMES = (
    # English
    "help|jobs|corrections|donate|faq|feedback|local|obituaries|"
    "climate|live tv|weather|football|us|uk|americas|features|"
    "investigations|education|environment|real estate|motoring|food|style|fashion|money|"
    "markets|tv|film|music|books|comment|puzzles|crosswords|games|cartoons|events|"
    "classifieds|magazine|crime|nation|metro|editorial|editorials|letters|columns|columnists|"
    "latest|latest news|breaking news|showbiz|royals|regional|provincial|analysis|explainers|"
    "fact check|first alert forecast|traffic|watch live|long reads|in pictures|obituary|"
    # French
    "aide|annonces|boutique|politique|international|sport|planète|sciences|idées|tribunes|"
    "justice|nécrologie|people|"
    "football|magazine|direct|en direct|replay|podcasts|environnement|éducation|météo|médias|"
    "tech|high-tech|loisirs|cinéma|livres|musique|mode|cuisine|voyage|emploi|immobilier|"
    "élections|actualite|economie|sante|societe|regions|a la une|editorial|chroniques|débats|"
    "diaspora|annonces légales|"
    # Spanish and Portuguese
    "portada|nacional|nacionales|internacional|internacionales|sucesos|policiales|"
    "provinciales|espectáculos|mundo|salud|tecnología|ciencia|opinión|fotos|últimas noticias|"
    "última hora|tendencias|estilo de vida|entretenimiento|negocios|regiones|educación|"
    "turismo|gente|cine|fútbol|locales|economía|interior|judiciales|editorial|columnas|"
    "esportes|desporto|brasil|saúde|opinião|tecnologia|entretenimento|educação|economia|"
    "notícias|últimas notícias|página inicial|início|"
    # Turkish
    "siyaset|dünya|spor|magazin|sağlık|teknoloji|yaşam|kültür sanat|kültür-sanat|kültür|"
    "eğitim|bilim|son dakika|canlı yayın|yazarlar|foto galeri|video galeri|galeri|otomobil|"
    "astroloji|asayiş|yerel|türkiye|futbol|anasayfa|3. sayfa|gündem haberleri|manşetler|"
    # German
    "startseite|gesellschaft|panorama|wissen|wissenschaft|gesundheit|digital|regional|"
    "regionales|ausland|inland|meinung|fußball|reise|auto|ratgeber|nachrichten|feuilleton|"
    "technik|finanzen|"
    # Italian
    "politica|cronaca|esteri|cultura|spettacoli|salute|tecnologia|mondo|scienze|calcio|"
    "motori|viaggi|interni|prima pagina|ultime notizie|ambiente|lavoro|"
    # Russian
    "новости|происшествия|мир|в стране|бизнес|технологии|наука|наука и техника|авто|видео|"
    "фото|мнения|регионы|эфир|прямой эфир|финансы|недвижимость|здоровье|интервью|все новости|"
    "туризм|образование|криминал|россия|последние новости|стиль|медиа|колонки|"
    # Persian
    "صفحه نخست|خانه|سیاسی|بین الملل|بین‌الملل|علمی|علمی و فناوری|حوادث|جهان|ورزش|فرهنگ|"
    "فرهنگ و هنر|هنر|عکس|فیلم|گزارش تصویری|آخرین اخبار|استانها|استان ها|دانش|فناوری|سلامت|"
    "گفتگو|یادداشت|جامعه|چندرسانه ای|ایران|"
    # Urdu
    "صفحۂ اول|پاکستان|دنیا|انٹرٹینمنٹ|شوبز|کاروبار|ویڈیوز|ویڈیو|تازہ ترین|قومی|بین الاقوامی|"
    "صحت|ٹیکنالوجی|سائنس|کالم|بلاگ|دلچسپ و عجیب|کرکٹ|لائف اسٹائل|تعلیم|علاقائی|اہم خبریں"
)

#: Forms, bars, boxes and footers below which no article goes on.
CLOSING_NAMES = (
    # English
    "log out|cookie policy|cookies|terms and conditions|terms of service|accessibility|"
    "comments|leave a comment|leave a reply|most popular|most viewed|"
    "top stories|recommended|recommended for you|related articles|related topics|topics|tags|"
    "advertise with us|work with us|my account|newsletters|e-paper|epaper|"
    "view all|see all|view comments|get in touch|editorial policy|"
    "about the author|post a comment|join the conversation|copyright notice|follow us|"
    "manage preferences|public file|fcc applications|closed captioning|privacy center|eeo|"
    "next post|submit photos and videos|view all result|no result|accept all|"
    # French
    "se connecter|s'identifier|s'inscrire|mon compte|newsletters|cgu|cgv|"
    "politique de confidentialité|gestion des cookies|nos applications|suivez-nous|"
    "les plus lus|commentaires|réagir|laisser un commentaire|voir plus|archives|imprimer|"
    "faire un don|fermer|retour en haut|en continu|nous contacter|"
    "plan du site|galerie photos|tous droits réservés|vos réactions|nouveau commentaire|"
    "dans la même rubrique|"
    # Spanish and Portuguese
    "buscar|iniciar sesión|suscribirse|registrarse|regístrate|contacto|contáctanos|"
    "quiénes somos|aviso legal|política de privacidad|política de cookies|condiciones de uso|"
    "términos y condiciones|hemeroteca|imprimir|comentarios|deja un comentario|"
    "dejar una respuesta|cancelar respuesta|lo más leído|más leídas|lo más visto|etiquetas|"
    "archivado en|cargar más|síguenos|menú|cerrar|mapa del sitio|ir al contenido|quem somos|"
    "contato|política de privacidade|mais lidas|comentários|entrar|"
    # Turkish
    "ara|giriş yap|üye ol|kayıt ol|künye|iletişim|hakkımızda|gizlilik politikası|"
    "çerez politikası|kullanım koşulları|arşiv|yazdır|yorumlar|yorum yap|çok okunanlar|"
    "en çok okunanlar|etiketler|menü|kapat|sitene ekle|hava durumu|namaz vakitleri|"
    "nöbetçi eczaneler|burçlar|önceki haber|sonraki haber|sıradaki haber|kabul et|"
    "trafik durumu|gazeteler|bize ulaşın|"
    # German
    "suche|anmelden|abo|kontakt|impressum|datenschutz|agb|schließen|drucken|kommentare|"
    "meistgelesen|mediadaten|archiv|über uns|nutzungsbedingungen|registrieren|nach oben|"
    "zur startseite|kommentar schreiben|"
    # Italian
    "cerca|accedi|abbonati|registrati|contatti|chi siamo|commenti|i più letti|note legali|"
    "redazione|archivio|scrivi un commento|lascia un commento|abbonamenti|privacy policy|"
    "torna su|"
    # Russian
    "поиск|войти|вход|регистрация|контакты|о редакции|о проекте|о нас|реклама на сайте|"
    "редакция|вакансии|политика конфиденциальности|пользовательское соглашение|архив|"
    "комментарии|комментировать|оставить комментарий|популярное|самое читаемое|"
    "самое популярное|новости партнёров|новости партнеров|лента новостей|теги|меню|закрыть|"
    "разделы|рубрики|наверх|загрузить ещё|показать ещё|понятно|ещё по теме|"
    # Persian
    "جستجو|ورود|عضویت|تماس با ما|درباره ما|پیوندها|آرشیو|نظرات|نظر شما|ارسال نظر|دیدگاه ها|"
    "دیدگاهها|پربازدیدها|پربازدیدترین ها|پربازدیدترینها|برچسب ها|برچسبها|نسخه چاپی|"
    "ارسال به دوستان|خبرنامه|آب و هوا|اوقات شرعی|نقشه سایت|پاسخ دهید|لغو پاسخ|ثبت نام|"
    # Urdu
    "تلاش|لاگ ان|رابطہ|رابطہ کریں|ہمارے بارے میں|تبصرے|تبصرہ کریں|ای پیپر|لائیو|آرکائیو|"
    "سب سے زیادہ پڑھی جانے والی خبریں|پرائیویسی پالیسی"
)

#: Buttons, and headings of boxes, that stand inside articles too.
INSIDE_NAMES = (
    # English
    "save|gift|listen|watch|x|advertisement|read more|related stories|more on this story|sign up|"
    "copy link|show more|load more|more stories|support us|you may also like|"
    "you might also like|see also|read also|add to google|"
    # French
    "lire aussi|à lire aussi|à lire également|voir aussi|lire la suite|sur le même sujet|"
    "abonnez-vous|partager sur facebook|écouter|la suite après la publicité|inscrivez-vous|"
    # Spanish and Portuguese
    "publicidad|publicidade|anuncio|compartir|suscríbete|boletín|lea también|lee también|"
    "mirá también|te puede interesar|noticias relacionadas|notas relacionadas|relacionados|"
    "ver más|leia também|compartilhar|leia mais|"
    # Turkish
    "reklam|paylaş|tweetle|abone ol|ilgili haber|ilgili haberler|benzer haberler|daha fazla|"
    "bunu da okuyun|tümü|"
    # German
    "anzeige|werbung|teilen|abonnieren|mehr zum thema|lesen sie auch|auch interessant|"
    # Italian
    "pubblicità|condividi|leggi anche|iscriviti|articoli correlati|"
    # Russian
    "реклама|поделиться|подписаться|подписка|читайте также|по теме|материал по теме|"
    "материалы по теме|вконтакте|одноклассники|дзен|"
    # Persian
    "تبلیغات|اشتراک گذاری|بیشتر بخوانید|همچنین بخوانید|اخبار مرتبط|مطالب مرتبط|چاپ|تلگرام|"
    "واتساپ|اینستاگرام|"
    # Urdu
    "اشتہار|شیئر کریں|یہ بھی پڑھیں|مزید پڑھیں|مزید خبریں|متعلقہ خبریں|فیس بک|ٹوئٹر|واٹس ایپ"
)
