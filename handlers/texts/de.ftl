# Alle Sätze, die Nutzer*innen auf Deutsch lesen. Anrede: Sie. Kurz, ohne Fachwörter der Technik.

## Namen

programme-federal_existing = Bundesaufnahmeprogramm (bestehende Normen)
programme-federal_humanitarian = humanitäres Bundesaufnahmeprogramm
programme-nest = NEST
programme-land = Landesaufnahmeprogramm
programme-dublin = Dublin III Art. 17 (Selbsteintritt)
programme-municipal = kommunales Aufnahmeprogramm
programme-sea_rescue = Seenotrettung (Potsdamer Erklärung)
programme-greek_camps = griechische Lager (NRW-Initiative)

target-group-everyone = alle Gruppen
target-group-unaccompanied_minors = unbegleitete Minderjährige (UMF)
target-group-vulnerable = besonders Schutzbedürftige

role-contact = Ansprechperson
role-deputy = Vertretung
role-land_coordinator = Länderkoordination
role-spokesperson = Sprecher*innengruppe
role-coordinator = Koordinierungsstelle
role-operator = Betriebsteam
role-of-place = { $role } { $name }
role-of-land = { $role } { $land }

member-status-declared = erklärt
member-status-member = Mitglied

land-DE-SH = Schleswig-Holstein
land-DE-HH = Hamburg
land-DE-NI = Niedersachsen
land-DE-HB = Bremen
land-DE-NW = Nordrhein-Westfalen
land-DE-HE = Hessen
land-DE-RP = Rheinland-Pfalz
land-DE-BW = Baden-Württemberg
land-DE-BY = Bayern
land-DE-SL = Saarland
land-DE-BE = Berlin
land-DE-BB = Brandenburg
land-DE-MV = Mecklenburg-Vorpommern
land-DE-SN = Sachsen
land-DE-ST = Sachsen-Anhalt
land-DE-TH = Thüringen

place = { $name }, { $land } (AGS { $ags })

## Angebote in Worten

pledge-offer = { $places ->
    [one] **1 Platz**
   *[other] **{ $places } Plätze**
 } · { $group } · { $programme } · { $period }
period = { $start } bis { $end }
period-open = ab { $start }, bis auf Weiteres
resolution = Beschluss: { $text }
resolution-missing = Ohne Beschluss
condition = Bedingung: { $text }

## Ankommen

start-no-code = Guten Tag! Ich bin Hafenbote, der Bot des Bündnisses. Ich kenne Sie noch nicht. Bitte schreiben Sie *start* und dahinter Ihren Einladungscode, zum Beispiel: *start K7QF-2M9X-R4TD*. Den Code erhalten Sie von der Koordinierungsstelle.
start-known = Sie sind bereits angemeldet. Wenn Sie einen weiteren Code erhalten haben, schreiben Sie *start* und dahinter den Code. Mit *hilfe* sehen Sie, was Sie hier tun können.
start-wrong = Dieser Code gilt nicht. Bitte prüfen Sie, ob er vollständig ist. Ein Code gilt 14 Tage und nur einmal. Einen neuen erhalten Sie von der Koordinierungsstelle.
start-locked = Das waren zu viele falsche Codes. Bitte versuchen Sie es wieder ab { $until }.
start-for-group = Dieser Code ist für einen Gruppenchat. Bitte laden Sie mich in die Gruppe ein und schreiben Sie dort *!start* und dahinter den Code. Er ist noch gültig.
start-for-person = Dieser Code war für eine einzelne Person. Hier haben ihn alle gelesen, darum gilt er nicht mehr. Einen neuen erhalten Sie von der Koordinierungsstelle; bitte senden Sie ihn mir im direkten Chat.
welcome-contact = Willkommen! Sie sind jetzt angemeldet als **{ $role }**.

    Mit *zusage* melden Sie Aufnahmeplätze, mit *zusagen* sehen Sie Ihre bisherigen Meldungen, mit *hilfe* alles Weitere.
welcome-land-coordinator = Willkommen! Sie sind jetzt angemeldet als **{ $role }**.

    Ich sage Ihnen Bescheid, wenn eine Meldung auf Sie wartet. Mit *freigaben* sehen Sie alle offenen, mit *hilfe* alles Weitere.
welcome-coordinator = Willkommen! Sie sind jetzt angemeldet als **{ $role }**.

    Mit *einladen* laden Sie Ansprechpersonen und Gruppen ein, mit *freigaben* sehen Sie offene Meldungen, mit *hilfe* alles Weitere.
welcome-spokesperson = Willkommen! Sie sind jetzt angemeldet für die **{ $role }**.

    Mit *zahlen* sehen Sie die bestätigten Zusagen, mit *hilfe* alles Weitere.
welcome-operator = Willkommen! Sie sind jetzt angemeldet für das **{ $role }**. Ich schreibe Ihnen, wenn am Dienst etwas nicht in Ordnung ist und was zu tun ist, und noch einmal, wenn es vorbei ist.
welcome-operators = Diese Gruppe ist jetzt angemeldet: **{ $role }**. Ich schreibe hier, wenn am Dienst etwas nicht in Ordnung ist und was zu tun ist, und noch einmal, wenn es vorbei ist.
welcome-group = Diese Gruppe ist jetzt angemeldet: **{ $role }**. Hier kommt künftig der Digest an. Befehle beginnen hier mit einem Ausrufezeichen, zum Beispiel *!zahlen*; auf Telegram mit einem Schrägstrich: */zahlen*.
welcome-room = Diese Gruppe ist jetzt angemeldet: **{ $role }**. Hier steht künftig jede Frage der Kommunen als eigener Thread; was Sie darin schreiben, geht an die Person. Befehle beginnen hier mit einem Ausrufezeichen, zum Beispiel *!fragen*; auf Telegram mit einem Schrägstrich: */fragen*.

## Hilfe

help-heading = Das können Sie mir schreiben:
help-footer = In einem Gespräch: *zurück* geht eine Frage zurück, *abbrechen* beendet es. Statt eine Auswahl auszuschreiben, können Sie ihre Nummer senden.
help-footer-group = In dieser Gruppe beginnen Befehle mit einem Ausrufezeichen, auf Telegram mit einem Schrägstrich. Alles andere bitte im direkten Chat.
help-zusage = - **zusage** – Aufnahmeplätze melden oder ändern. Auch in einer Zeile: *zusage 20 UMF NEST bis { $example-end }*
help-zusagen = - **zusagen** – Zusagen einer Kommune ansehen, auch ihren Verlauf: *zusagen verlauf*
help-zurueckziehen = - **zurückziehen** – eine Zusage zurücknehmen
help-freigaben = - **freigaben** – Meldungen bestätigen oder ablehnen; auch mehrere: *freigaben alle*
help-zahlen = - **zahlen** – bestätigte Plätze, auch je Land, Tag oder als Bild: *zahlen NRW*, *zahlen am { $example-start }*, *zahlen bild*, *zusagen export*
help-digest = - **digest** – Vorschau auf den nächsten Digest
help-mitglieder = - **mitglieder** – Mitglieder nach Ländern oder eine Kommune: *mitglieder Köln*
help-einladen = - **einladen** – Einladungscode ausstellen: *einladen Ansprechperson Köln*
help-vorschau = - **vorschau** – was in nächster Zeit verschickt wird: *vorschau 30 Tage*
help-status = - **status** – wie Sie angemeldet sind und was offen ist
help-pause = - **pause** – eine Zeit lang nichts hören: *pause 2 Wochen*, *pause bis { $example-start }*
help-warum = - **warum** – als Antwort auf eine Nachricht: warum Sie sie bekommen haben
help-sprache = - **sprache** – Deutsch oder Englisch
help-zeitzone = - **zeitzone** – nach welcher Zeit sich Ihre Nachtruhe richtet: *zeitzone London*
help-hilfe = - **hilfe** – diese Übersicht
help-abbrechen = - **abbrechen** – ein laufendes Gespräch beenden
help-zurueck = - **zurück** – zur vorigen Frage
help-start = - **start** – mit einem Einladungscode anmelden

## Gespräche

dialogue-skip = Überspringen
dialogue-enough = Fertig
dialogue-noted = Notiert.
dialogue-needed = Ohne das geht es nicht weiter.
dialogue-go-ahead = Gern. Bitte schreiben Sie es.
dialogue-alter = Ändern
dialogue-drop = Abbrechen
dialogue-change = Was möchten Sie ändern? Mit *zurück* kommen Sie wieder zur Prüfung.
dialogue-change-unclear = Bitte wählen Sie eine der Angaben, am einfachsten mit ihrer Nummer.
dialogue-review-unclear = Das kann ich hier keiner Angabe zuordnen. Es ist nichts geändert und nichts abgeschickt.
dialogue-review-stands = Es bleibt bei: { $line }.
dialogue-review-options = Bitte antworten Sie mit einer der { $count ->
    [2] zwei
   *[other] drei
    } Möglichkeiten, am einfachsten mit ihrer Nummer.
dialogue-at-start = Das ist schon die erste Frage.
dialogue-cancelled = Abgebrochen: { $title }. Es wurde nichts gespeichert.
dialogue-none = Gerade läuft kein Gespräch. Mit *hilfe* sehen Sie, was Sie tun können.
dialogue-running = Sie sind gerade mitten im Gespräch „{ $title }“. Bitte beantworten Sie zuerst die Frage unten, oder schreiben Sie *abbrechen*.
dialogue-anew-or-on = Sie sind gerade mitten im Gespräch „{ $title }“ und haben darin schon geantwortet. Was möchten Sie tun?
dialogue-anew = Neu anfangen: { $typed }
dialogue-carry-on = Mit dem Begonnenen weitermachen
dialogue-going-on = Weiter mit Ihrem Gespräch:
dialogue-resumed = Wir machen weiter, wo Sie aufgehört haben: { $title }, begonnen am { $since }.

## Zusage melden

pledge-title = Zusage melden
pledge-send = Stimmt
pledge-municipality = Kommune
pledge-programme = Programm
pledge-target_group = Zielgruppe
pledge-places = Plätze
pledge-valid_from = Beginn
pledge-valid_until = Ende
pledge-resolution = Beschluss
pledge-condition = Bedingung
pledge-ask-municipality = Für welche Kommune melden Sie?
pledge-ask-programme = Für welches Programm melden Sie Plätze?
pledge-ask-target_group = Für wen sind die Plätze?
pledge-ask-places = Wie viele Plätze bietet die Kommune dafür insgesamt an?
pledge-ask-valid_from = Ab wann gelten die Plätze? Zum Beispiel *{ $example-start }* oder *heute*.
pledge-ask-valid_until = Bis wann gilt das Angebot? Zum Beispiel *{ $example-end }* oder *Ende Juni*.
pledge-ask-resolution = Auf welchem Ratsbeschluss beruht das? Zum Beispiel *11.07.2019, Vorlage 9123/2014-2020*.
pledge-ask-condition = Gibt es eine Bedingung? Zum Beispiel *ohne Anrechnung auf die Quote*.
pledge-end = { $day }
pledge-open-end = Bis auf Weiteres
pledge-review = Bitte prüfen Sie: **{ $municipality }** bietet an
pledge-review-pending = Es wartet schon eine Meldung: { $pending }. Die neue tritt an ihre Stelle.
pledge-reported = Vielen Dank, die Meldung Nr. { NUMBER($number, useGrouping: 0) } ist angekommen: { $offer }.

    Sie zählt, sobald sie bestätigt ist. Zuständig ist die Koordination für { $land ->
        [Saarland] das Saarland
       *[other] { $land }
     }; Sie erhalten Bescheid.
pledge-reported-office = Vielen Dank, die Meldung Nr. { NUMBER($number, useGrouping: 0) } ist angekommen: { $offer }.

    Sie zählt, sobald sie bestätigt ist. Zuständig ist die Koordinierungsstelle; Sie erhalten Bescheid.
pledge-reported-nobody = Vielen Dank, die Meldung Nr. { NUMBER($number, useGrouping: 0) } ist angekommen: { $offer }.

    Für { $land ->
        [Saarland] das Saarland
       *[other] { $land }
     } ist noch niemand zum Bestätigen angemeldet. Die Meldung ist gespeichert und wartet.
pledge-unchanged = Danke, es bleibt dabei: { $offer }. Das ist so bestätigt und mit heutigem Tag vermerkt.
pledge-told-colleague = Zur Kenntnis: { $by } hat für Ihre Kommune gemeldet: { $offer }. Die Meldung wartet auf Bestätigung.
pledge-changed-meanwhile = In der Zwischenzeit hat sich der Stand geändert, vielleicht durch eine Kollegin oder einen Kollegen. Ihre Angaben sind noch da. Bitte prüfen Sie noch einmal:
pledge-not-a-contact = Zusagen melden können Ansprechpersonen und Vertretungen einer Kommune. Für Sie ist keine Kommune eingetragen. Bitte wenden Sie sich an die Koordinierungsstelle.
pledge-programme-unknown = „{ $typed }“ kenne ich nicht als Programm. Bitte wählen Sie eines aus der Liste.
pledge-group-unknown = „{ $typed }“ kenne ich nicht als Zielgruppe. Bitte wählen Sie eine aus der Liste.
resolution-unclear = „{ $typed }“ findet später niemand wieder. Bitte nennen Sie den Tag des Beschlusses als Datum, oder die Vorlage.
pledge-rest-unclear = „{ $typed }“ habe ich nicht verstanden. Alles andere habe ich übernommen; bitte prüfen Sie es.
pledge-two-programmes = Ich lese mehrere Programme. Bitte melden Sie jedes einzeln.
pledge-two-target-groups = Ich lese mehrere Zielgruppen. Bitte melden Sie jede einzeln.

## Zusagen ansehen und zurückziehen

pledges-heading = **Zusagen { $municipality }**
pledges-none = Zurzeit gibt es keine Zusage.
pledges-in-force = - bestätigt: { $offer }
pledges-run-out = - ausgelaufen: { $offer }
pledges-planned = - bestätigt für später: { $offer }
pledges-pending = - wartet auf Bestätigung: { $offer } (Nr. { NUMBER($number, useGrouping: 0) })
pledges-whose = Von welcher Kommune? Bitte schreiben Sie zum Beispiel *zusagen Köln*.
pledges-report = Neue Meldung
pledges-withdraw = Zusage zurückziehen
withdrawal-title = Zusage zurückziehen
withdrawal-send = Ja, zurückziehen
withdrawal-line = Zusage
withdrawal-ask-line = Welche Zusage möchten Sie zurückziehen?
withdrawal-which = „{ $typed }“ habe ich nicht erkannt. Bitte wählen Sie eine Zusage aus der Liste, am einfachsten mit ihrer Nummer.
withdrawal-review = **{ $municipality }** zieht zurück:
withdrawal-nothing = Es gibt keine Zusage, die Sie zurückziehen könnten.
withdrawal-changed-meanwhile = In der Zwischenzeit hat sich der Stand geändert. Es wurde nichts zurückgezogen. Mit *zusagen* sehen Sie den neuen Stand.
withdrawal-done = Zurückgezogen: { $offer }. Ab heute zählt diese Zusage nicht mehr.
withdrawal-done-pending = Zurückgezogen: { $offer }. Die Meldung war noch nicht bestätigt; an den Zahlen ändert sich nichts.
withdrawal-done-later = Zurückgezogen: { $offer }. Diese Zusage wird nicht mehr beginnen.
withdrawal-told = { $municipality }: { $by } hat zurückgezogen: { $offer }. Ab heute zählt diese Zusage nicht mehr.
withdrawal-told-pending = { $municipality }: { $by } hat zurückgezogen: { $offer }. Die Meldung war noch nicht bestätigt; an den Zahlen ändert sich nichts.
withdrawal-told-later = { $municipality }: { $by } hat zurückgezogen: { $offer }. Diese Zusage wird nicht mehr beginnen.

## Freigaben

approval-notice = Neue Meldung Nr. { NUMBER($number, useGrouping: 0) } aus **{ $municipality }** wartet auf Sie: { $offer }.
approval-notice-change = Geänderte Meldung Nr. { NUMBER($number, useGrouping: 0) } aus **{ $municipality }** wartet auf Sie: { $offer }.
approval-look = Ansehen
approvals-none = Es wartet keine Meldung auf Sie.
approvals-list = { $count ->
    [one] Eine Meldung wartet auf Sie.
   *[other] { $count } Meldungen warten auf Sie.
 } Welche möchten Sie ansehen?
approvals-list-part = { $count } Meldungen warten auf Sie; hier sind die ersten { $shown }. Welche möchten Sie ansehen?
approvals-line = { $municipality }: { $offer }
approvals-more = { $count ->
    [one] Es wartet noch eine Meldung.
   *[other] Es warten noch { $count } Meldungen.
 }
approval-detail = **Meldung Nr. { NUMBER($number, useGrouping: 0) } · { $municipality }** ({ $land })
approval-before = Bisher bestätigt: { $before }
approval-first = Bisher war dafür nichts bestätigt.
approval-reported = Gemeldet von { $by } am { $at }
approval-confirm = Bestätigen
approval-reject = Ablehnen
approval-own = Diese Meldung haben Sie selbst abgegeben. Entscheiden muss jemand anderes.
approval-confirmed = Bestätigt: **{ $municipality }**, { $offer } (Nr. { NUMBER($number, useGrouping: 0) }).
approval-rejected = Abgelehnt: **{ $municipality }**, { $offer } (Nr. { NUMBER($number, useGrouping: 0) }). Die Kommune erfährt Ihre Begründung.
approval-how = Bitte schreiben Sie *freigaben* für die Liste, *freigaben 17* für die Meldung Nr. 17, *freigaben alle* für alle in einem, oder zum Beispiel *freigaben bestätigen 2, 5 und 7*.
approval-unknown = Eine offene Meldung Nr. { NUMBER($number, useGrouping: 0) } gibt es nicht. Mit *freigaben* sehen Sie alle offenen.
approval-meanwhile = Die Meldung Nr. { NUMBER($number, useGrouping: 0) } ist schon entschieden, geändert oder zurückgezogen. Mit *freigaben* sehen Sie alle offenen.
approval-not-your-land = { $municipality } liegt { $land ->
    [Saarland] im Saarland
   *[other] in { $land }
 }. Dafür sind Sie nicht zuständig.
approval-reason-missing = Bitte nennen Sie einen Grund, den die Kommune versteht.
told-confirmed = Ihre Zusage ist bestätigt: { $offer }. Sie zählt jetzt in den gemeinsamen Zahlen mit.
told-confirmed-later = Ihre Zusage ist bestätigt: { $offer }. Ab { $start } zählt sie in den gemeinsamen Zahlen mit.
told-rejected = Ihre Meldung wurde nicht bestätigt: { $offer }.

    Grund: { $reason }

    Entschieden hat: { $by }. Was vorher bestätigt war, gilt weiter. Mit *zusage* können Sie neu melden.
rejection-title = Meldung ablehnen
rejection-ask-reason = Warum lehnen Sie die Meldung ab? Die Kommune liest Ihre Begründung.

## Zahlen

totals-heading = **Bestätigte Zusagen am { $day }**
totals-heading-land = **Bestätigte Zusagen am { $day } { $land ->
    [Saarland] im Saarland
   *[other] in { $land }
 }**
totals-sum = { $places ->
    [one] **1 Platz**
   *[other] **{ $places } Plätze**
 } aus { $municipalities ->
    [one] einer Kommune
   *[other] { $municipalities } Kommunen
 }
totals-none = An diesem Tag gilt keine bestätigte Zusage.
totals-programme = **{ $programme }: { $places }**
totals-group = - { $group }: { $places } ({ $lands })
totals-waiting = { $count ->
    [one] Eine Meldung
   *[other] { $count } Meldungen
 } über { $places ->
    [one] einen Platz
   *[other] { $places } Plätze
 } { $count ->
    [one] wartet
   *[other] warten
 } noch auf Bestätigung.
totals-how = „{ $typed }“ habe ich nicht verstanden. Bitte schreiben Sie zum Beispiel *zahlen*, *zahlen NRW* oder *zahlen am { $example-start }*.

## Digest

digest-heading = **Lage am { $day }**
digest-unchanged = Es gibt noch keine Meldungen.
digest-unchanged-since = Seit dem letzten Digest am { $day } hat sich nichts geändert.
digest-unchanged-begun = Seit dem letzten Digest am { $day } gab es keine neuen Meldungen. Die Zahlen haben sich geändert, weil Zusagen begonnen haben oder ausgelaufen sind.
digest-proposed = **Gemeldet ({ $count })**
digest-confirmed = **Bestätigt ({ $count })**
digest-rejected = **Abgelehnt ({ $count })**
digest-withdrawn = **Zurückgezogen ({ $count })**
digest-expiring = **Läuft in den nächsten 60 Tagen aus ({ $count })**
digest-line = - { $municipality }: { $offer }{ $reason }
digest-reason = {" "}– Grund: { $reason }
digest-more = - und { $count } weitere
digest-totals = **Kumuliert: { $places ->
    [one] 1 Platz
   *[other] { $places } Plätze
 }**{ $municipalities ->
    [0] {""}
    [one] {" "}aus einer Kommune
   *[other] {" "}aus { $municipalities } Kommunen
 } ({ $difference })
digest-total = - { $programme }: { $places } ({ $difference })
difference-none = unverändert
difference-more = +{ $change }
difference-less = −{ $change }
digest-late = Dieser Digest war fällig: { $due }. Er kommt später, weil ich in der Zwischenzeit nicht erreichbar war.
digest-preview = So sähe der Digest jetzt aus. Verschickt ist damit nichts.
digest-preview-nobody = So sähe der Digest jetzt aus. Es ist noch keine Sprecher\*innengruppe angemeldet: *einladen Gruppe Sprecher\*innen*.
digest-preview-ask-office = So sähe der Digest jetzt aus. Es ist noch keine Sprecher\*innengruppe angemeldet. Bitte wenden Sie sich an die Koordinierungsstelle.

## Mitglieder und Einladungen

members-count = { $members ->
    [one] **Ein Mitglied**
   *[other] **{ $members } Mitglieder**
 }{ $declared ->
    [0] {""}
    [one] , eine weitere Kommune hat sich erklärt
   *[other] , { $declared } weitere Kommunen haben sich erklärt
 }
members-land = - { $land }: { $count }
members-land-heading = **{ $land }: { $count ->
    [one] eine Kommune
   *[other] { $count } Kommunen
 }**
members-land-none = { $land ->
    [Saarland] Im Saarland
   *[other] In { $land }
 } ist noch keine Kommune eingetragen.
members-place = - { $name } ({ $status })
members-one = **{ $name }**, { $land } (AGS { $ags }) – { $status }
members-person = - { $label }
members-nobody = Es ist noch niemand angemeldet.
invite-title = Einladen
invite-ask-role = Wen möchten Sie einladen?
invite-ask-place = Für welche Kommune? Name oder AGS.
invite-ask-land = Für welches Land?
invite-role-unknown = „{ $typed }“ kenne ich nicht als Rolle. Bitte wählen Sie eine aus der Liste.
invite-rest-unclear = „{ $typed }“ passt nicht zu dieser Rolle. Bitte wählen Sie noch einmal.
invite-done = Einladung für **{ $role }**. Bitte geben Sie diese Zeile weiter:

    `start { $code }`

    Der Code gilt einmal, bis { $until }. Ich zeige ihn nur jetzt.
    { $links }
invite-group-done = Einladung für den Gruppenchat **{ $role }**. Bitte laden Sie mich in die Gruppe ein und schreiben Sie dort:

    `!start { $code }`

    Der Code gilt einmal, bis { $until }. Ich zeige ihn nur jetzt.
    { $links }
invite-account-done = Einladung für **{ $role }**: Ich schreibe an { $account }, und ein Tippen auf „Annehmen“ genügt dort. Sie gilt bis { $until }. Kommt sie nicht an, sage ich es Ihnen.
invite-account-failed = Die Einladung für **{ $role }** ist nicht angekommen: Entweder gibt es das Konto nicht, oder es lässt keine Einladungen zu. Bitte prüfen Sie, wie es geschrieben wird (meist alles klein), und laden Sie noch einmal ein; ohne Konto gebe ich Ihnen einen Code zum Weitergeben.
invite-account-group = Eine Gruppe kann ich nicht selbst einladen. Bitte lassen Sie das Konto weg: Dann gebe ich Ihnen einen Code, und Sie laden mich in die Gruppe ein.
invite-account-known = Dieses Konto kenne ich schon: { $label }. Für eine weitere Rolle laden Sie bitte ohne das Konto ein und geben Sie den Code weiter.
invite-account-ours = Das bin ich selbst. Bitte nennen Sie das Konto der Person, die Sie einladen möchten.
invite-account-unclear = Ein Konto bei { $network } besteht aus Name und Server, zum Beispiel @rathaus:stadt.example. Bitte schreiben Sie es so, oder lassen Sie es weg: Dann gebe ich Ihnen einen Code zum Weitergeben.
invite-for-you = Guten Tag! Ich bin Hafenbote, der Bot des Bündnisses. Die Koordinierungsstelle lädt Sie ein als **{ $role }**. Mit „Annehmen“ sind Sie angemeldet; die Einladung gilt bis { $until }.

    Kennen Sie das Bündnis nicht, ist dies ein Versehen: Bitte beachten Sie es dann nicht.
invite-accept = Annehmen
invite-over = Diese Einladung gilt nicht mehr. Eine neue erhalten Sie von der Koordinierungsstelle.
place-unknown = „{ $typed }“ finde ich nicht unter den Kommunen. Bitte schreiben Sie den vollen Namen oder den AGS.
place-several = „{ $typed }“ passt auf mehrere Kommunen. Bitte nennen Sie den AGS:

    { $places }
place-not-yours = Für „{ $typed }“ sind Sie nicht eingetragen, nur für { $own }.
land-unknown = „{ $typed }“ kenne ich nicht als Land. Bitte schreiben Sie zum Beispiel *NRW* oder *Hessen*.

## Über mich

status-heading = So sind Sie angemeldet:
status-role = - **{ $role }**
status-own-waiting = { $count ->
    [0] Von Ihren Meldungen wartet keine auf Bestätigung.
    [one] Eine Ihrer Meldungen wartet auf Bestätigung.
   *[other] { $count } Ihrer Meldungen warten auf Bestätigung.
 }
status-to-decide = { $count ->
    [0] Es wartet keine Meldung auf Ihre Entscheidung.
    [one] Eine Meldung wartet auf Ihre Entscheidung: *freigaben*
   *[other] { $count } Meldungen warten auf Ihre Entscheidung: *freigaben*
 }
status-dialogue = Sie haben ein Gespräch offen: { $title }, begonnen am { $since }.
status-paused = Sie machen Pause: Ab dem { $day } schreibe ich Ihnen wieder von mir aus.{ $count ->
    [0] {""}
    [one] {" "}Bis dahin wartet eine Nachricht.
   *[other] {" "}Bis dahin warten { $count } Nachrichten.
 } Beenden: *pause aus*
status-timezone = Ihre Zeitzone: { $zone }
language-which = In welcher Sprache soll ich schreiben?
language-set = Ich schreibe Ihnen ab jetzt auf Deutsch.
timezone-is = Ihre Zeitzone ist { $zone }, dort ist es jetzt { $time } Uhr. Ändern können Sie sie mit der nächsten großen Stadt, zum Beispiel *zeitzone London*.
timezone-set = Ihre Zeitzone ist jetzt { $zone }, dort ist es { $time } Uhr. Nach ihr richten sich Ihre Nachtruhe und die Erinnerung am Morgen vor einem Termin.
timezone-not-found = „{ $typed }“ kenne ich nicht als Zeitzone. Bitte nennen Sie die nächste große Stadt, zum Beispiel *zeitzone London*, oder den vollen Namen, zum Beispiel *zeitzone Europe/London*.

## Ruhe

pause-how = Wie lange möchten Sie von mir nichts hören? Wählen Sie, oder schreiben Sie zum Beispiel *pause bis { $example-start }*. Was warten kann, wartet dann; Antworten und Dringendes kommen weiter.
pause-weeks = { $count ->
    [one] 1 Woche
   *[other] { $count } Wochen
 }
pause-end = Pause beenden
pause-today = Das wäre heute schon zu Ende. Bitte nennen Sie einen späteren Tag, oder wählen Sie:
pause-too-long = Der { $day } ist länger als ein Jahr hin. Bitte nennen Sie einen früheren Tag, oder wählen Sie:
pause-until = Ab dem **{ $day }** schreibe ich Ihnen wieder von mir aus.

    Bis dahin wartet, was warten kann.{ $count ->
        [0] {""}
        [one] {" "}Zurzeit ist es eine Nachricht.
       *[other] {" "}Zurzeit sind es { $count } Nachrichten.
     } Weiter kommen Antworten auf Ihre Nachrichten und Dringendes, zum Beispiel Erinnerungen an Ihre Termine.
pause-none = Sie machen gerade keine Pause. Eine beginnen Sie zum Beispiel mit *pause 2 Wochen*.
pause-over = Sie machen keine Pause; ich schreibe Ihnen wie gewohnt.{ $count ->
    [0] {""}
    [one] {" "}Eine Nachricht hat gewartet; sie kommt jetzt, nachts und an Feiertagen erst am nächsten Morgen.
   *[other] {" "}{ $count } Nachrichten haben gewartet; sie kommen jetzt, nachts und an Feiertagen erst am nächsten Morgen.
 }
collected = Das hat sich in den letzten Tagen für Sie gesammelt:
restraint-reason-quiet_hours = Nachtruhe (20 bis 7 Uhr)
restraint-reason-weekend = Wochenende
restraint-reason-holiday = Feiertag
restraint-reason-weekly_cap = genug Nachrichten in dieser Woche
restraint-reason-paused = Ihre Pause

## Warum eine Nachricht kam

why-speaking = Sie erhalten das, weil Sie für { $municipality } sprechen.
why-reported = Sie erhalten das, weil Sie für { $municipality } gemeldet haben.
why-deciding = Sie erhalten das, weil Sie als { $role } über Meldungen aus { $land ->
    [Saarland] dem Saarland
   *[other] { $land }
 } entscheiden.
why-office = Sie erhalten das, weil Sie zur Koordinierungsstelle gehören.
why-linking = Sie erhalten das, weil ein anderes Konto Ihren Code zum Verbinden geschickt hat.
why-invitation = Sie erhalten das, weil Sie jemanden eingeladen haben.
why-digest = Diese Gruppe erhält das, weil sie als { $role } angemeldet ist.
why-collected = Sie erhalten das in einem Stück, weil ich Ihnen höchstens { $most } weniger wichtige Nachrichten in der Woche einzeln schicke.
why-unknown = Warum Sie das erhalten haben, ist hier nicht vermerkt.
why-answer = Das war meine Antwort auf das, was Sie mir geschrieben haben.
why-nothing = Von mir aus habe ich Ihnen hier noch nichts geschrieben.
why-not-mine = Diese Nachricht finde ich nicht unter meinen. Bitte antworten Sie mit *warum* direkt auf eine Nachricht von mir; bei einer langen auf ihren letzten Teil.
why-at-once = Fällig war diese Nachricht am { $due }; so habe ich sie auch geschickt.
why-late = Fällig war diese Nachricht am { $due }. Geschickt habe ich sie erst am { $at }, weil ich in der Zwischenzeit nicht erreichbar war.
why-waited = Fällig war diese Nachricht am { $due }. Sie hat gewartet:
why-waited-for = - bis { $until }: { $reason }
why-less = Weniger hören Sie von mir mit *pause 2 Wochen*. Antworten und Dringendes kommen trotzdem.
why-urgent = Solche Nachrichten sind dringend; sie kommen auch nachts und in einer Pause.

## Vorschau

preview-heading = **Bis { $day } { $count ->
    [one] geht eine Nachricht
   *[other] gehen { $count } Nachrichten
 } hinaus.** Was bis dahin noch geschieht, kann das ändern.
preview-nothing = Bis { $day } geht nach heutigem Stand nichts hinaus.
preview-day = **{ $weekday }, { $day }**
preview-day-count = - { $weekday }, { $day }: { $count ->
    [one] eine Nachricht
   *[other] { $count } Nachrichten
 }
preview-line = - { $time } Uhr: { $title } – an { $readers }
preview-line-many = - { $time } Uhr: { $title } – an { $count } Personen
preview-in-file = Alles im Einzelnen steht in der Datei.
preview-file = vorschau-{ $day }.txt
preview-too-far = Weiter als { $most } Tage kann ich nicht vorausschauen. Bitte nennen Sie einen früheren Tag.

## Was nicht verstanden wurde

not-understood-nearest = Das habe ich leider nicht verstanden. Meinten Sie *{ $word }*?
not-understood = Das habe ich leider nicht verstanden. Schreiben Sie *hilfe*, dann zeige ich Ihnen, was Sie tun können.
not-allowed = Das ist für Ihre Rolle nicht vorgesehen. Mit *hilfe* sehen Sie, was Sie tun können.
group-unknown = Das habe ich nicht verstanden. Mit *!hilfe* sehen Sie, was ich in dieser Gruppe beantworte.
group-direct-only = Das gehört nicht in eine Gruppe. Bitte schreiben Sie mir direkt.
crowd = Gerade schreiben sehr viele Menschen zugleich. Wenn Sie einen Code haben, schreiben Sie bitte *start CODE*. Sonst versuchen Sie es bitte in einer Stunde noch einmal.
flood = Das sind gerade sehr viele Nachrichten. Bitte warten Sie eine Minute und schreiben Sie dann noch einmal.
text-too-long = Das sind { $length } Zeichen; lesen kann ich höchstens { $longest }. Bitte kürzen Sie.
list-place = Platz { $place } der Liste: { $title }
list-number = Nr. { NUMBER($number, useGrouping: 0) }: { $title }
choice-is-old = Diese Auswahl gehört zu einer früheren Frage und gilt nicht mehr.
reaction-unclear = Damit kann ich keine Auswahl treffen. Bitte antworten Sie { $count ->
    [one] mit einer 1
   *[other] mit einer Zahl von 1 bis { $count }
 }.
kind-edit = Ich habe gesehen, dass Sie eine Nachricht bearbeitet haben. Bearbeitungen übernehme ich nicht, damit nichts unbemerkt anders wird. Bitte schreiben Sie es noch einmal als neue Nachricht.
kind-image = Bilder kann ich nicht lesen. Bitte schreiben Sie mir die Angaben als Text.
kind-sticker = Sticker kann ich nicht lesen. Bitte schreiben Sie mir Ihre Antwort als Text.
kind-voice = Sprachnachrichten kann ich nicht anhören. Bitte schreiben Sie mir die Angaben als Text.
kind-video = Videos kann ich nicht ansehen. Bitte schreiben Sie mir die Angaben als Text.
kind-file = Eine Datei kann ich hier nicht annehmen. Bitte schreiben Sie mir die Angaben als Text.
kind-location = Standorte kann ich nicht verwenden. Bitte schreiben Sie mir die Angaben als Text.
kind-undecryptable = Ihre letzte Nachricht kann ich noch nicht entschlüsseln: Mir fehlt der Schlüssel dazu. Ich habe Ihre App darum gebeten. Kommt er, beantworte ich die Nachricht, auch Tage später. Eilt es, öffnen Sie bitte einen neuen Chat mit mir und schreiben Sie sie dort noch einmal.
kind-poll = Umfragen anderer werte ich nicht aus. Bitte schreiben Sie mir die Angaben als Text.
kind-other = Diese Art von Nachricht kenne ich nicht. Bitte schreiben Sie mir die Angaben als Text.
file-without-command = Was soll ich mit der Datei tun? Ist es eine Umfrage, senden Sie sie bitte noch einmal mit dem Text *umfrage*. Alles andere schreiben Sie mir bitte.
file-too-large = Die Datei ist zu groß; annehmen kann ich höchstens 20 MB. Bitte senden Sie eine kleinere.
file-gone = Die Datei konnte ich nicht öffnen. Bitte senden Sie sie noch einmal.
file-unreachable = Die Datei konnte ich gerade nicht laden. Bitte senden Sie sie in ein paar Minuten noch einmal.
internal-error = Da ist bei mir etwas schiefgegangen. Ihre Nachricht habe ich nicht verarbeitet. Bitte versuchen Sie es noch einmal. Hilft das nicht, nennen Sie der Koordinierungsstelle diese Nummer: { $reference }

## Zahlen und Tage lesen

number-unclear = „{ $typed }“ verstehe ich nicht als Anzahl. Bitte schreiben Sie eine ganze Zahl, zum Beispiel *20*.
number-span = „{ $typed }“ ist eine Spanne. Bitte nennen Sie eine einzige Zahl, die Sie sicher anbieten können.
number-about = „{ $typed }“ ist keine feste Zahl. Bitte nennen Sie eine einzige Zahl, die Sie sicher anbieten können.
number-several = Ich lese mehrere Zahlen ({ $typed }). Bitte nennen Sie eine einzige Zahl.
number-difference = „{ $typed }“ lese ich als Änderung. Bitte nennen Sie die neue Gesamtzahl.
number-not-positive = Es muss mindestens ein Platz sein. Wenn Sie eine Zusage zurücknehmen möchten, schreiben Sie *abbrechen* und dann *zurückziehen*.
number-not-whole = Bitte nennen Sie eine ganze Zahl ohne Komma.
number-too-big = Das wären mehr als { $most } Plätze. Bitte prüfen Sie die Zahl.
date-unclear = „{ $typed }“ verstehe ich nicht als Datum. Bitte schreiben Sie zum Beispiel *{ $example-end }* oder *Ende Juni*.
until-unclear = „{ $typed }“ verstehe ich nicht. Bitte nennen Sie einen Tag oder eine Dauer, zum Beispiel *bis Freitag* oder *2 Wochen*.
date-span = „{ $typed }“ ist eine Dauer. Bitte nennen Sie den letzten Tag, zum Beispiel *{ $example-end }*.
date-which = Ist der { $typed } Beginn oder Ende? Bitte schreiben Sie „ab“ oder „bis“ davor.
date-does-not-exist = Den { $typed } gibt es nicht. Bitte prüfen Sie das Datum.
date-past = Der { $day } ist schon vorbei; heute ist der { $today }. Bitte nennen Sie einen Tag in der Zukunft.
date-long-past = Der { $day } liegt mehr als ein Jahr zurück. Bitte nennen Sie einen späteren Beginn.
date-too-far = Der { $day } liegt mehr als zehn Jahre in der Zukunft. Bitte prüfen Sie das Jahr.
date-several = Ich lese mehrere verschiedene Tage. Bitte nennen Sie einen einzigen.
date-end-before-start = Das Ende ({ $end }) liegt vor dem Beginn ({ $start }). Bitte nennen Sie den Tag noch einmal.
date-understood = Verstanden: { $day }.

## Ein Mensch, mehrere Konten

network-matrix = Matrix
network-telegram = Telegram
network-terminal = Terminal
help-verbinden = - **verbinden** – ein zweites Konto verbinden, zum Beispiel Telegram; Reihenfolge ändern; lösen
link-heading = Hier erreiche ich Sie, in dieser Reihenfolge:
link-address = - { $network }
link-address-gone = - { $network } (zurzeit nicht erreichbar)
link-new = Weiteres Konto verbinden
link-put-first = Zuerst { $network }
link-remove = { $network } lösen
link-code = So verbinden Sie ein weiteres Konto: Schreiben Sie mir dort innerhalb von { $minutes } Minuten diese Zeile. Danach frage ich Sie hier noch einmal.

    `start { $code }`

    { $links }
link-question = Ein Konto auf { $network } möchte mit Ihnen verbunden werden. Es könnte dann in Ihrem Namen schreiben. Sind Sie das?
link-agree = Ja, das bin ich
link-refuse = Nein
link-confirm-there = Fast fertig. Ich habe Ihnen in Ihrem bisherigen Chat eine Frage gestellt; bitte bestätigen Sie dort.
link-done = Verbunden: { $network }. Was Sie dort schreiben, schreiben Sie als dieselbe Person, und ein begonnenes Gespräch geht dort weiter. Jede Nachricht bekommen Sie nur auf einem Konto; die Reihenfolge ändern Sie mit *verbinden*.
link-refused = In Ordnung, es wurde nichts verbunden.
link-over = Diese Anfrage gilt nicht mehr. Mit *verbinden* können Sie neu beginnen.
link-same = Dieses Konto ist schon mit Ihnen verbunden.
link-taken = Dieses Konto gehört schon zu { $label }. Bitte lösen Sie es dort zuerst, mit *verbinden*.
link-first-done = Ab jetzt schreibe ich Ihnen zuerst auf { $network }.
link-not-there = Dort haben Sie kein Konto verbunden. Mit *verbinden* sehen Sie Ihre Konten.
link-last = Das geht nicht: Ohne dieses Konto könnte ich Sie nicht mehr erreichen.
link-removed = Gelöst: { $network }. Dort schreibe ich Ihnen nicht mehr.
failover-told = { $label } ist auf { $network } nicht mehr erreichbar. Nachrichten gehen jetzt an { $next }.

## Netze, die mitlesen können

notice-telegram = Guten Tag! Ich bin Hafenbote, der Bot des Bündnisses. Bevor wir anfangen:

    Telegram sieht Ihre Telefonnummer, wann Sie mir schreiben und alles, was wir hier schreiben; die Server stehen außerhalb der EU. **Matrix** ist gleichwertig und verschlüsselt; die Koordinierungsstelle hilft beim Einrichten.

    Von Ihnen ist noch nichts gespeichert. Sind Sie einverstanden, Hafenbote über Telegram zu nutzen?
consent-agree = Einverstanden
consent-refuse = Nein, lieber nicht
consent-thanks = Danke. Bitte senden Sie jetzt *start* und Ihren Einladungscode, oder tippen Sie noch einmal auf den Link.
consent-known = Danke, Ihr Einverständnis ist vermerkt.
consent-withdrawn = In Ordnung, Ihr Einverständnis ist gelöscht. Auf { $network } schreibe ich Ihnen nicht mehr von mir aus; auf einem anderen verbundenen Konto erreichen Sie mich weiter. Wenn Sie hier wieder schreiben, frage ich Sie noch einmal.
consent-not-needed = Hier brauche ich kein Einverständnis. Mit *hilfe* sehen Sie, was Sie tun können.
consent-refused = In Ordnung. Ich habe nichts gespeichert. Die Koordinierungsstelle hilft Ihnen gern mit Matrix.
start-network-forbidden = Für { $municipality } ist { $network } noch nicht freigegeben. Bitte wenden Sie sich an die Koordinierungsstelle oder nutzen Sie Matrix. Ihr Code ist noch gültig.
help-netze = - **netze** – Telegram für eine Kommune freigeben: *netze erlauben Telegram Köln*
networks-none = Telegram ist nicht eingerichtet; es gibt nichts freizugeben.
networks-list = Diese Netze können mitlesen und brauchen Ihre Freigabe:

    { $list }

    Freigeben: *netze erlauben Telegram Köln*. Zurücknehmen: *netze sperren Telegram Köln*.
networks-allowed = - { $network }: { $places }
networks-nobody = - { $network }: für keine Kommune
network-allowed = { $network } ist jetzt für { $municipality } freigegeben.
network-forbidden = { $network } ist für { $municipality } nicht mehr freigegeben. Wer dort schon angemeldet ist, bleibt es; neue Anmeldungen gehen nicht mehr.

## Erinnerungen

help-erinnerung = - **erinnerung** – die Gruppe regelmäßig erinnern: *erinnerung jeden Montag 9 Uhr Lage*
help-erinnerungen = - **erinnerungen** – was wann kommt; pausieren, fortsetzen, löschen
reminder-title = Erinnerung
reminder-send = Stimmt
reminder-role = Gruppe
reminder-when = Wann
reminder-time = Uhrzeit
reminder-text = Text
reminder-ask-role = Welche Gruppe soll ich erinnern?
reminder-ask-when = Wann soll ich erinnern? Zum Beispiel *jeden Montag 9 Uhr*, *alle zwei Wochen mittwochs 8:30*, *jeden ersten Montag im Monat 10 Uhr*, *werktags 8 Uhr* oder *einmal am { $example-start } um 9 Uhr*.
reminder-ask-time = Um wie viel Uhr?
reminder-ask-text = Woran soll ich erinnern? Die Gruppe liest genau diesen Text.
reminder-review = Bitte prüfen Sie. Ich erinnere die **{ $role }** { $when }:

    „{ $text }“
reminder-times = Die nächsten Male:
reminder-time-line = - { $at }
reminder-no-group = Es ist noch keine Gruppe dafür angemeldet: { $role }. Mit *einladen* stellen Sie einen Code für sie aus.
reminder-no-group-yet = Es ist noch keine Gruppe dafür angemeldet: { $role }. Bitte wenden Sie sich an die Koordinierungsstelle.
reminder-made = In Ordnung, das ist die Erinnerung Nr. { NUMBER($number, useGrouping: 0) }. Das nächste Mal kommt sie: { $at }. Mit *erinnerungen* sehen Sie alle.
reminder-role-unknown = „{ $typed }“ kenne ich nicht als Gruppe, die Sie erinnern können. Bitte wählen Sie eine aus der Liste.
reminder-who = Ändern können das die Koordinierungsstelle und alle, die selbst als Sprecher\*in bei mir angemeldet sind.
reminder-busy = Sie sind gerade mitten in einem anderen Gespräch mit mir. Bitte beenden Sie es zuerst im direkten Chat.
reminder-asked = Ich habe Ihnen direkt geschrieben. Bitte prüfen Sie die Erinnerung dort.
reminder-told = **Erinnerung:** { $text }
why-group-reminder = Das ist die Erinnerung Nr. { NUMBER($number, useGrouping: 0) }, { $when }. Mit *erinnerungen* lässt sie sich pausieren oder löschen.
reminder-late = Das war fällig: { $due }. Es kommt später, weil ich in der Zwischenzeit nicht erreichbar war.
reminders-none = Es gibt keine Erinnerung. Eine neue legen Sie so an: *erinnerung jeden Montag 9 Uhr Lage*
reminders-heading = { $count } Erinnerungen. Welche möchten Sie ansehen?
reminders-of-group = Erinnerungen in dieser Gruppe:
reminder-line = Nr. { NUMBER($number, useGrouping: 0) } · { $when }: { $text }
reminder-line-paused = Nr. { NUMBER($number, useGrouping: 0) } · pausiert · { $when }: { $text }
reminder-for = Erinnerung für: **{ $role }**
reminder-next = Das nächste Mal: { $at }
reminder-do-pausieren = Pausieren
reminder-do-fortsetzen = Fortsetzen
reminder-do-loeschen = Löschen
reminder-how = Bitte schreiben Sie *erinnerungen* für die Liste oder zum Beispiel *erinnerungen 3*, *erinnerungen pausieren 3*, *erinnerungen löschen 3*.
reminder-how-in-group = Ändern: *!erinnerungen pausieren 3*, *!erinnerungen fortsetzen 3*, *!erinnerungen löschen 3*
reminder-unknown = Eine Erinnerung Nr. { NUMBER($number, useGrouping: 0) } gibt es nicht. Mit *erinnerungen* sehen Sie alle.
reminder-paused = Pausiert: Nr. { NUMBER($number, useGrouping: 0) }, „{ $text }“. Sie kommt erst wieder, wenn Sie sie fortsetzen.
reminder-resumed = Die Erinnerung Nr. { NUMBER($number, useGrouping: 0) } kommt wieder: „{ $text }“.
reminder-deleted = Gelöscht: Nr. { NUMBER($number, useGrouping: 0) }, „{ $text }“.

recurrence-once = einmal am { $day }
recurrence-daily = { $interval ->
    [one] täglich
   *[other] alle { $interval } Tage
 }
recurrence-workdays = montags bis freitags
recurrence-weekly = { $interval ->
    [one] jeden { $on }
   *[other] alle { $interval } Wochen am { $on }
 }
recurrence-monthly = { $interval ->
    [one] jeden Monat am { $on }
   *[other] alle { $interval } Monate am { $on }
 }
recurrence-yearly = { $interval ->
    [one] jedes Jahr am { $on }
   *[other] alle { $interval } Jahre am { $on }
 }
recurrence-nth = { $nth ->
    [1] ersten
    [2] zweiten
    [3] dritten
    [4] vierten
   *[other] letzten
 }
recurrence-day = { $nth ->
    [-1] letzten Tag
   *[other] { $nth }.
 }
recurrence-at = { $when } um { $time } Uhr
recurrence-until = { $when } bis { $day }
recurrence-unclear = In „{ $typed }“ erkenne ich nicht, wann ich erinnern soll.
recurrence-rest = „{ $typed }“ habe ich nicht verstanden. Bitte schreiben Sie nur, wann ich erinnern soll.
recurrence-several = Ich lese mehrere Zeiten. Bitte legen Sie für „{ $typed }“ danach eine eigene Erinnerung an.
recurrence-which-day = „{ $typed }“ ist noch nicht eindeutig. Bitte nennen Sie den Tag dazu, zum Beispiel *alle 2 Wochen mittwochs*, *jeden dritten Montag im Monat* oder *monatlich am 15.*
recurrence-not-always = Diesen Tag gibt es nicht jedes Mal: „{ $typed }“. Bitte nennen Sie einen anderen, zum Beispiel *monatlich am 28.* oder *am letzten Tag im Monat*.
recurrence-too-often = Öfter als einmal am Tag erinnere ich nicht. Bitte nennen Sie Tage und eine Uhrzeit.
recurrence-over = Dieser Zeitpunkt ist schon vorbei. Bitte nennen Sie einen späteren.

## Wahltag

help-wahltag = - **wahltag** – Tag der Bundestagswahl und was daran hängt; verschieben: *wahltag { $example-election }*
election-title = Wahltag
election-send = Ja, so ändern
election-day = Tag
election-ask-day = Wann ist die Bundestagswahl?
election-none = Es ist kein Wahltag eingetragen. Tragen Sie ihn so ein: *wahltag { $example-election }*
election-shown = Die Bundestagswahl ist am **{ $day }**, { $days ->
    [0] heute oder schon vorbei
    [one] morgen
   *[other] in { $days } Tagen
 }.
election-same = Der Wahltag ist schon der { $day }. Es ist nichts zu tun.
election-review = Der Wahltag ist bisher der { $before }. Neu wäre er am **{ $day }**.
election-review-first = Der Wahltag wäre am **{ $day }**.
election-past = Achtung: Dieser Tag ist nicht in der Zukunft. Es wird dann nichts mehr angekündigt.
election-no-sunday = Achtung: Dieser Tag ist kein Sonntag. Bitte prüfen Sie das Datum.
election-coming = So kündige ich die Wahl den Sprecher\*innen an:
election-dropped = Das entfällt:
election-added = Das kommt neu:
election-line = - { $day }: { $days ->
    [one] noch ein Tag
   *[other] noch { $days } Tage
 }
election-digests = Den Digest gibt es vom { $start } bis { $end } täglich.
election-digests-before = Bisher war der tägliche Digest vom { $start } bis { $end } geplant.
election-how = Verschieben: *wahltag* und dahinter der neue Tag.
election-meanwhile = In der Zwischenzeit hat jemand anderes den Wahltag geändert. Bitte prüfen Sie noch einmal:
election-moved = Der Wahltag ist jetzt der { $day }. Was daran hängt, ist neu geplant; was schon gesagt ist, sage ich nicht noch einmal.
countdown = { $days ->
    [one] **Morgen** ist Bundestagswahl ({ $day }).
   *[other] Noch **{ $days } Tage** bis zur Bundestagswahl am { $day }.
 }
countdown-places = Heute { $places ->
    [one] ist **ein Platz**
   *[other] sind **{ $places } Plätze**
 } aus { $municipalities ->
    [one] einer Kommune
   *[other] { $municipalities } Kommunen
 } bestätigt.
why-countdown = Das lesen alle Gruppen der Sprecher\*innen vor der Bundestagswahl. Den Tag ändert die Koordinierungsstelle mit *wahltag*.
countdown-none = Heute ist noch kein Platz bestätigt.

# Termine

help-termine = - **termine** – Ihre Termine ansehen und zu- oder absagen; frühere: *termine vergangen*
help-termin = - **termin** – Termin ansetzen, auch in einer Zeile: *termin { $example-start } 14:00 90 Min. Dialog mit dem BMI für NRW*
meeting-head = **{ $title }**{ $number ->
    [0] {""}
   *[other] {" "}(Nr. { NUMBER($number, useGrouping: 0) })
}
meeting-when = { $start } bis { $end } Uhr
meeting-when-elsewhere = { $start } bis { $end } Uhr (Ortszeit { $zone })
meeting-when-open = Der Tag wird noch gesucht
meeting-is-cancelled = **Dieser Termin ist abgesagt.**
meeting-join = Zugang: { $link }
meeting-no-link = Zugang: Der Link folgt.
meeting-line-partners = Mit: { $text }
meeting-line-agenda = Themen: { $text }
meeting-line-documents = Unterlagen: { $text }
meeting-line-capacity = Plätze: { $capacity }
meeting-line-deadline = Bitte antworten bis { $until }
meeting-invitation = Einladung für { $party }
meeting-for = Eingeladen: { $party }
meeting-your-answer = Ihre Antwort: { $answer }
party-place = { $name }
party-person = { $label }
answer-yes = Zusage
answer-no = Absage
answer-maybe = Vielleicht
answer-substitute = Vertretung schicken
answer-none = noch keine Antwort
answer-waiting = Warteliste
answer-with = { $answer } ({ $comment })
why-meeting = Sie erhalten das, weil der Termin „{ $title }“ { $party } betrifft.
why-colleague = Sie erhalten das, weil auch Sie zu „{ $title }“ eingeladen sind und eine Antwort für die ganze Kommune gilt.
why-waiting = Sie erhalten das, weil Ihre Kommune auf der Warteliste für „{ $title }“ stand.
why-organiser = Sie erhalten das, weil Sie den Termin „{ $title }“ betreuen.
meetings-heading = Ihre nächsten Termine:
meetings-none = Zurzeit sind Sie zu keinem Termin eingeladen.
meeting-line = - { $when }: { $title } (Nr. { NUMBER($number, useGrouping: 0) })
meeting-line-answered = - { $when }: { $title } (Nr. { NUMBER($number, useGrouping: 0) }) – { $answer }
meeting-choice = { $title }
meeting-choice-of-day = { $title }, { $day }
meeting-unknown = Einen Termin „{ $typed }“ gibt es für Sie nicht. Mit *termine* sehen Sie Ihre Termine.
meeting-word-unknown = „{ $typed }“ verstehe ich hier nicht. Möglich sind „ja“, „nein“, „vielleicht“, „vertretung“ und „frage“.
meeting-which-party = Für welche Kommune antworten Sie?
meeting-thanks-yes = Danke, { $party } hat zugesagt: { $title }, { $start }.
meeting-thanks-no = Danke für die Nachricht: { $party } nimmt an „{ $title }“ nicht teil. Sie können es jederzeit ändern.
meeting-thanks-maybe = Danke, ich habe „vielleicht“ für { $party } notiert: { $title }, { $start }. Bitte sagen Sie noch zu oder ab, sobald Sie es wissen.
meeting-thanks-substitute = Danke, ich habe für { $party } notiert: { $answer } – { $title }, { $start }.
meeting-waiting = „{ $title }“ ist voll. { $party } steht auf der Warteliste, Platz { $place }. Wird etwas frei, schreibe ich Ihnen sofort.
meeting-after-deadline = Die Frist war { $until }; ich habe Ihre Antwort trotzdem aufgenommen.
meeting-suggest = Frage oder Thema vorschlagen
meeting-suggest-in-a-line = Bitte schreiben Sie es in einer Zeile: *termine { NUMBER($number, useGrouping: 0) } frage* und dahinter, was Sie besprechen möchten.
meeting-suggested = Danke, das habe ich für „{ $title }“ notiert und weitergegeben.
meeting-suggestion = { $party } schlägt für „{ $title }“ vor: { $text }
meeting-suggestion-title = Thema vorschlagen
meeting-suggestion-ask-text = Was möchten Sie besprechen? Schreiben Sie es in einer Nachricht.
meeting-substitute-title = Vertretung schicken
meeting-substitute-ask-who = Wer kommt an Ihrer Stelle? Die Funktion genügt, zum Beispiel *Amtsleitung Soziales*.
meeting-substitute-unnamed = In Ordnung, die Vertretung ist auch so notiert.
meeting-answer-cancelled = „{ $title }“ ist abgesagt. Es ist nichts zu tun.
meeting-answer-finding = Für „{ $title }“ wird der Tag noch gesucht. Mit *termine* sehen Sie die Vorschläge.
meeting-answer-over = „{ $title }“ hat am { $start } begonnen. Daran lässt sich nichts mehr ändern.
meeting-told-colleague = { $by } hat für Ihre Kommune auf „{ $title }“ geantwortet: { $answer }. Das gilt für die ganze Kommune; Sie können es ändern.
meeting-told-colleague-again = { $by } hat die Antwort Ihrer Kommune auf „{ $title }“ geändert: { $answer } (bisher: { $before }). Das gilt für die ganze Kommune; Sie können es ändern.
meeting-moved-up = Es ist ein Platz frei geworden: Sie sind bei „{ $title }“ dabei, { $start }. Passt es nicht mehr, sagen Sie bitte ab, damit jemand anderes nachrückt.
meeting-count = Dabei: { $coming }, vielleicht: { $maybe }, abgesagt: { $declined }, Warteliste: { $waiting }, ohne Antwort: { $missing }
meeting-questions = { $count ->
    [one] Ein Vorschlag zur Tagesordnung
   *[other] { $count } Vorschläge zur Tagesordnung
}
meeting-do-aendern = Ändern oder verschieben
meeting-do-absagen = Absagen
meeting-do-antworten = Antworten ansehen
meeting-answers-heading = Antworten zu **{ $title }**
meeting-answer-line = - { $party }: { $answer }
meeting-answers-more = … und { $count } weitere in der Tabelle
meeting-topics-heading = Vorschläge zur Tagesordnung:
meeting-topic = - { $party }: { $text }
meeting-table-columns = Wer;Antwort;Stand
meeting-send = Ja, so verschicken
meeting-title = Termin
meeting-name = Titel
meeting-start = Beginn
meeting-duration = Dauer in Minuten
meeting-audience = Wer eingeladen wird
meeting-link = Videolink
meeting-answer_until = Antwortfrist
meeting-agenda = Themen
meeting-documents = Unterlagen
meeting-partners = Gesprächspartner
meeting-capacity = Höchstzahl
meeting-timezone = Ortszeit
meeting-ask-name = Wie heißt der Termin?
meeting-ask-start = Wann beginnt er? Zum Beispiel *{ $example-start } 14:00* oder *Donnerstag um 10 Uhr*.
meeting-ask-duration = Wie lange dauert er? Zum Beispiel *90 Minuten* oder *bis 15:30*.
meeting-ask-audience = Wer wird eingeladen? Zum Beispiel *alle*, *NRW und Hessen*, *NEST in Bayern*, *Sprecher\*innen* oder *Köln, Bielefeld*.
meeting-ask-link = Über welchen Link kommt man hinein?
meeting-ask-answer_until = Bis wann sollen alle antworten?
meeting-ask-agenda = Worum geht es?
meeting-ask-documents = Welche Unterlagen gibt es? Am besten Links.
meeting-ask-partners = Mit wem findet der Dialog statt?
meeting-ask-capacity = Wie viele können höchstens teilnehmen? Ohne Grenze: *überspringen*.
meeting-ask-timezone = In welcher Zeitzone gilt die Uhrzeit? Zum Beispiel *Europe/London*.
meeting-minutes = { $minutes } Minuten
meeting-day = { $day }
meeting-day-missing = Notiert: { $time } Uhr. Es fehlt noch der Tag.
meeting-time-missing = Notiert: { $weekday }, { $day }. Es fehlt noch die Uhrzeit.
meeting-start-understood = Verstanden als { $start }.
meeting-deadline-understood = Antwortfrist verstanden als { $until }.
meeting-past = { $start } ist schon vorbei. Bitte nennen Sie einen Zeitpunkt in der Zukunft.
meeting-end-before-start = Das Ende ({ $end }) liegt vor dem Beginn ({ $start }). Bitte nennen Sie ein späteres Ende oder die Dauer.
meeting-deadline-past = Die Frist { $until } ist schon vorbei. Bitte nennen Sie eine spätere.
meeting-deadline-late = Die Frist { $until } liegt nach dem Beginn des Termins. Bitte nennen Sie eine frühere.
meeting-capacity-taken = Es haben schon { $taken } zugesagt. Bitte nennen Sie mindestens so viele Plätze.
meeting-too-far = Der { $day } liegt mehr als drei Jahre in der Zukunft. Bitte prüfen Sie das Jahr.
link-unclear = „{ $typed }“ ist keine Adresse. Bitte senden Sie den ganzen Link; er beginnt mit https://
timezone-unknown = Die Zeitzone „{ $typed }“ kenne ich nicht. Bitte nennen Sie sie so: *Europe/London*.
time-missing = In „{ $typed }“ fehlt die Uhrzeit. Bitte schreiben Sie Tag und Uhrzeit, zum Beispiel *{ $example-start } 14:00*.
day-missing = In „{ $typed }“ fehlt der Tag. Bitte schreiben Sie Tag und Uhrzeit, zum Beispiel *{ $example-start } 14:00*.
time-unclear = „{ $typed }“ ist keine Uhrzeit. Bitte schreiben Sie sie so: *14:30*.
time-does-not-exist = Die Uhrzeit „{ $typed }“ gibt es nicht. Bitte schreiben Sie sie so: *14:30*.
time-skipped = { $typed } gibt es nicht: In dieser Nacht werden die Uhren vorgestellt. Bitte nennen Sie eine andere Zeit.
time-twice = Diese Uhrzeit gibt es in der Nacht der Zeitumstellung zweimal. Ich nehme die erste, die Sommerzeit.
length-unclear = „{ $typed }“ verstehe ich nicht als Dauer. Bitte schreiben Sie zum Beispiel *90 Minuten* oder *2 Stunden*, höchstens 12 Stunden.
audience-unclear = „{ $typed }“ kenne ich nicht. Möglich sind *alle*, Länder, Rollen, Programme und Namen von Kommunen, getrennt durch Kommas, auch *alle außer Bayern*, *ohne Antwort auf Umfrage 3* oder *über 100.000 Einwohner*.
audience-not-yours = Auswählen können Sie nur, wofür Sie zuständig sind: { $lands }.
audience-nobody = Damit ist niemand erreichbar. Bitte wählen Sie anders, wer eingeladen wird.
audience-everyone = Alle Kommunen
audience-in = { $whom } in { $where }
audience-with = { $whom } mit Zusagen unter { $programmes }
reach-count = Das erreicht { $people ->
    [one] eine Person
   *[other] { $people } Personen
} aus { $places ->
    [one] einer Kommune
   *[other] { $places } Kommunen
}.
reach-silent = Niemand erreichbar in: { $places }
reach-silent-more = Niemand erreichbar in { $count } Kommunen: { $places } und { $more } weiteren
reach-gone = Ohne erreichbares Konto: { $people }
meeting-review = Bitte prüfen Sie, bevor die Einladungen hinausgehen:
meeting-review-change = Das ändert sich:
meeting-nothing-changed = Bisher ist nichts geändert. Mit *Ändern* wählen Sie, was.
meeting-change-line = - { $name }: { $before } → { $after }
meeting-nothing = nichts
meeting-review-moved-one = Verschoben wird nur dieser Termin der Reihe. Für alle weiteren wählen Sie bei „Ändern“ die Wiederholung neu.
meeting-review-series = Das gilt auch für alle weiteren Termine der Reihe.
meeting-review-moved = { $answers ->
    [0] Alle Eingeladenen erfahren davon.
    [one] Eine Antwort gilt dann nicht mehr; alle Eingeladenen werden neu gefragt.
   *[other] { $answers } Antworten gelten dann nicht mehr; alle Eingeladenen werden neu gefragt.
}
meeting-published = Der Termin Nr. { NUMBER($number, useGrouping: 0) } steht: { $title }. { $count ->
    [one] Eine Einladung ist unterwegs.
   *[other] { $count } Einladungen sind unterwegs.
}
meeting-unchanged = „{ $title }“ bleibt, wie es war.
meeting-review-audience = { $count ->
    [0] Niemand kommt dazu.
    [one] Eine Person wird neu eingeladen.
   *[other] { $count } Personen werden neu eingeladen.
 } Wer schon eingeladen ist, bleibt es.
meeting-edited-meanwhile = In der Zwischenzeit hat jemand anderes den Termin geändert. Ihre Angaben sind noch da. Bitte prüfen Sie noch einmal:
meeting-moved = **Verschoben.** Bisher war { $before } angesetzt. Bitte antworten Sie neu.
meeting-changed = **Geändert.** So gilt es jetzt:
meeting-moved-done = Verschoben: { $title }. { $count ->
    [0] Es gibt niemanden, der davon erfahren müsste.
    [one] Eine Person wird neu gefragt.
   *[other] { $count } Personen werden neu gefragt.
}
meeting-changed-done = Geändert: { $title }. { $count ->
    [0] Es gibt niemanden, der davon erfahren müsste.
    [one] Eine Person erfährt davon.
   *[other] { $count } Personen erfahren davon.
}
meeting-review-cancel = Diesen Termin absagen? Alle Eingeladenen erfahren davon.
meeting-reason = Grund: { $reason }
meeting-cancel-title = Termin absagen
meeting-cancel-send = Ja, absagen
meeting-cancel-reason = Grund
meeting-cancel-ask-reason = Warum wird der Termin abgesagt? Die Eingeladenen lesen es.
meeting-cancelled = Leider fällt dieser Termin aus:
meeting-cancelled-because = Leider fällt dieser Termin aus. Grund: { $reason }
meeting-cancelled-done = Abgesagt: { $title }. { $count ->
    [0] Es gibt niemanden, der davon erfahren müsste.
    [one] Eine Person erfährt davon.
   *[other] { $count } Personen erfahren davon.
}
meeting-in-an-hour = In einer Stunde:
meeting-in-days = { $days ->
    [0] Heute:
    [1] Morgen:
    [7] In einer Woche:
   *[other] In { $days } Tagen:
}
meeting-party-answer = { $party }: { $answer }
meeting-deadline-two-days = Bitte denken Sie an die Antwort:
meeting-deadline-last-day = Heute ist der letzte Tag, um zu antworten:
meeting-way-out = Doch absagen
why-reminder = Sie erhalten diese Erinnerung, weil Sie zu „{ $title }“ eingeladen sind.
why-missing = Sie erhalten diese Erinnerung, weil zu „{ $title }“ noch keine Antwort von { $party } da ist.
word-two-meanings = „{ $typed }“ kann hier zweierlei heißen. Was meinen Sie?
word-as-answer = { $label }, als Antwort auf die Nachricht oben
word-as-command = Den Befehl { $word }
meeting-not-your-party = Für „{ $typed }“ sind Sie zu diesem Termin nicht eingeladen. Mit *termine* sehen Sie Ihre Termine.
meeting-reminders = Erinnert wird dann: { $times }
reach-nobody = Das erreicht niemanden.
meeting-moment = { $moment }

## Wiederholungen

meeting-rule = Wiederholung
meeting-ask-rule = Wie wiederholt er sich? Ein Ende schreiben Sie dazu: *jede Woche bis { $example-end }*.
meeting-line-repeat = Wiederholung: { $repeat }
meeting-repeat-none = Keine Wiederholung
meeting-repeat-weekly = jeden { $weekday } um { $time } Uhr
meeting-repeat-fortnightly = alle zwei Wochen am { $weekday } um { $time } Uhr
meeting-repeat-monthly = { $nth ->
    [1] jeden ersten { $weekday } im Monat um { $time } Uhr
    [2] jeden zweiten { $weekday } im Monat um { $time } Uhr
    [3] jeden dritten { $weekday } im Monat um { $time } Uhr
    [4] jeden vierten { $weekday } im Monat um { $time } Uhr
   *[other] jeden letzten { $weekday } im Monat um { $time } Uhr
}
meeting-repeat-unclear = „{ $typed }“ kenne ich nicht als Wiederholung. Bitte wählen Sie eine der Möglichkeiten, am einfachsten mit ihrer Nummer.
meeting-repeat-until = { $repeat } bis { $last }
meeting-repeat-ends-early = Bis { $last } gibt es keinen zweiten Termin der Reihe. Bitte nennen Sie einen späteren Tag.
meeting-repeat-next = Das nächste Mal: { $next }
meeting-repeat-holiday = Achtung: Der { $day } ist überall in Deutschland ein Feiertag.
meeting-repeat-missed = { $count ->
    [one] Ein Termin der Reihe ist ausgefallen, weil ich nicht in Betrieb war.
   *[other] { $count } Termine der Reihe sind ausgefallen, weil ich nicht in Betrieb war.
}
meeting-repeated = Die Reihe „{ $title }“ geht weiter: Termin Nr. { NUMBER($number, useGrouping: 0) }. { $count ->
    [0] Es gibt niemanden, der eingeladen werden könnte.
    [one] Eine Einladung ist unterwegs.
   *[other] { $count } Einladungen sind unterwegs.
}
meeting-cancel-scope = Was ausfällt
meeting-cancel-ask-scope = Der Termin gehört zu einer Reihe. Was fällt aus?
meeting-cancel-one = Nur diesen
meeting-cancel-all = Diesen und alle weiteren
meeting-cancel-unclear = Bitte wählen Sie eine der beiden Möglichkeiten, am einfachsten mit ihrer Nummer.
meeting-series-goes-on = „{ $title }“ ist abgesagt. Die Reihe geht weiter, das nächste Mal: { $next }.
meeting-end-series = Die ganze Reihe beenden
meeting-series-ended = Die Reihe „{ $title }“ ist beendet. Es folgt kein weiterer Termin.
meeting-review-cancel-series = Damit endet die Reihe: Es folgt kein weiterer Termin.
meeting-series-cancelled = Leider fallen dieser Termin und alle weiteren der Reihe aus:
meeting-series-cancelled-because = Leider fallen dieser Termin und alle weiteren der Reihe aus. Grund: { $reason }

## Protokolle und Aufgaben

meetings-past-heading = Ihre vergangenen Termine:
meetings-past-none = In den letzten Monaten waren Sie zu keinem Termin eingeladen.
meeting-see-minutes = Protokoll ansehen
meeting-do-protokoll = Protokoll schreiben
meeting-do-correct = Protokoll korrigieren
minutes-title = Protokoll
minutes-text = Text
minutes-tasks = Wer was übernimmt
minutes-send = Ja, so verschicken
minutes-begin = Protokoll zu **{ $title }**, { $when }
minutes-ask-text = Was wurde besprochen und vereinbart? Schreiben Sie es in einer oder mehreren Nachrichten und zum Schluss *fertig*.
minutes-more-text = Kommt noch etwas? Sonst schreiben Sie *fertig*.
minutes-ask-tasks = Wer übernimmt was bis wann? Schreiben Sie eine Aufgabe je Zeile, zum Beispiel *Köln bis { $example-start }: Zahlen nachreichen*.
minutes-more-tasks = Gibt es noch eine Aufgabe? Sonst schreiben Sie *fertig*.
minutes-before = Verschickt wurde bisher:

    { $text }

    Schreiben Sie den ganzen Text noch einmal, so wie er richtig ist.
minutes-meanwhile = { $by } hat in der Zwischenzeit ein Protokoll verschickt:

    { $text }

    Ihre Angaben sind noch da. Sie gehen jetzt als Korrektur hinaus. Bitte prüfen Sie noch einmal:
minutes-review = { $count ->
    [0] Bitte prüfen Sie. Niemand außer Ihnen wird es erhalten:
    [one] Bitte prüfen Sie, bevor es an eine Person hinausgeht:
   *[other] Bitte prüfen Sie, bevor es an { $count } Personen hinausgeht:
}
minutes-head = **Protokoll: { $title }**
minutes-head-corrected = **Korrigiertes Protokoll: { $title }**
minutes-tasks-heading = Aufgaben:
minutes-own-tasks = Ihre Aufgaben ansehen
minutes-sent = Das Protokoll zu „{ $title }“ ist gespeichert. { $count ->
    [0] Es gibt niemanden, der es erhalten könnte.
    [one] Eine Person erhält es.
   *[other] { $count } Personen erhalten es.
}
minutes-none = Zu „{ $title }“ gibt es noch kein Protokoll.
minutes-too-early = „{ $title }“ hat noch nicht begonnen ({ $when }). Ein Protokoll können Sie danach verschicken.
minutes-reminder = „{ $title }“ am { $start } ist vorbei. Alle Eingeladenen freuen sich über ein kurzes Protokoll.
help-aufgaben = - **aufgaben** – offene Aufgaben ansehen und als erledigt melden
help-aufgabe = - **aufgabe** – Aufgabe vergeben, auch in einer Zeile: *aufgabe Köln bis { $example-start }: Zahlen nachreichen*; verschieben: *aufgabe 3 bis { $example-end }*
task-title = Aufgabe
task-party = Wer
task-due_on = Bis wann
task-text = Was zu tun ist
task-send = Ja, so vergeben
task-ask-party = Wer übernimmt die Aufgabe? Zum Beispiel *Köln* oder *Koordinierungsstelle*.
task-ask-due_on = Bis wann soll sie erledigt sein? Zum Beispiel *{ $example-start }*.
task-ask-text = Was ist zu tun?
task-review = Bitte prüfen Sie die Aufgabe:
task-line = - { $owner }, bis { $day }{ $late ->
    [yes] {" "}(überfällig)
   *[other] {""}
}: { $text }
task-line-numbered = { $line } (Nr. { NUMBER($number, useGrouping: 0) })
task-how = „{ $typed }“ verstehe ich nicht als Aufgabe. Bitte schreiben Sie sie so: *Köln bis { $example-start }: Zahlen nachreichen*
task-past = Der { $day } ist schon vorbei. Bitte nennen Sie einen Tag, der noch kommt.
task-owner-unknown = „{ $typed }“ kenne ich nicht, oder es sind mehrere. Bitte nennen Sie eine Kommune, zum Beispiel *Köln*, oder eine Person mit ihrer Rolle, zum Beispiel *Koordinierungsstelle*.
task-not-yours = Für { $place } sind Sie nicht zuständig. Aufgaben vergeben können Sie in: { $lands }.
task-nobody = In { $place } ist niemand angemeldet, der die Aufgabe übernehmen könnte. Bitte nennen Sie jemand anderen.
task-given = Die Aufgabe Nr. { NUMBER($number, useGrouping: 0) } ist vergeben: { $text }. { $count ->
    [0] {""}
    [one] Eine Person erfährt davon.
   *[other] { $count } Personen erfahren davon.
}
task-new = **Neue Aufgabe** für { $owner }, bis { $day }: { $text }

    Vergeben von: { $by }
task-heading = Offene Aufgaben:
task-heading-one = Diese Aufgabe ist offen:
tasks-none = Es gibt keine offenen Aufgaben für Sie.
task-unknown = Eine Aufgabe „{ $typed }“ gibt es für Sie nicht. Mit *aufgaben* sehen Sie die offenen.
task-do-done = Erledigt
task-do-done-number = Erledigt: Nr. { NUMBER($number, useGrouping: 0) }, { $text }
task-do-done-which = Erledigt: { $text }
task-done = Danke, die Aufgabe ist erledigt: { $text }
task-done-already = { $by } hat die Aufgabe „{ $text }“ schon am { $at } als erledigt gemeldet.
task-done-told = { $by } hat eine Aufgabe als erledigt gemeldet: { $text } ({ $owner }, bis { $day })
task-moved = Die Aufgabe „{ $text }“ ist jetzt bis { $day } zu erledigen, bisher bis { $before }.
task-moved-told = Eine Aufgabe für { $owner } ist jetzt bis { $day } zu erledigen, bisher bis { $before }: { $text }
task-reminder = { $days ->
    [0] **Heute** fällig
    [1] **Morgen** fällig
   *[other] In { $days } Tagen fällig
}, am { $day }, für { $owner }: { $text }
task-overdue = **Überfällig** seit { $day }, für { $owner }: { $text }
why-task = Sie erhalten das, weil diese Aufgabe an { $party } vergeben ist.
why-task-given = Sie erhalten das, weil Sie die Aufgabe betreuen, die an { $party } vergeben ist.
## Kalender

help-kalender = - **kalender** – Ihre Termine im eigenen Kalender; Adresse wieder sperren: *kalender aus*
calendar-own = Unter dieser Adresse findet Ihr Kalender alle Termine, zu denen Sie eingeladen sind, immer auf dem neuesten Stand:
calendar-of-land = Unter dieser Adresse findet Ihr Kalender alle Termine, zu denen Kommunen { $land ->
    [Saarland] aus dem Saarland
   *[other] aus { $land }
 } eingeladen sind, immer auf dem neuesten Stand:
calendar-how-to = Fügen Sie sie in Outlook als „Kalender aus dem Internet“ hinzu, in Thunderbird als „Kalender im Netzwerk“, auf dem Telefon als „Kalenderabo“.

    Wer die Adresse kennt, kann mitlesen. Ich zeige sie nur jetzt. Rufen Sie *kalender* noch einmal so auf, erhalten Sie eine neue, und diese gilt nicht mehr; mit *kalender aus* gilt keine mehr.
calendar-ended = { $count ->
    [0] Sie haben keine Kalenderadresse, die noch gilt.
    [one] Die Kalenderadresse gilt nicht mehr. Eine neue erhalten Sie mit *kalender*.
   *[other] Die { $count } Kalenderadressen gelten nicht mehr. Eine neue erhalten Sie mit *kalender*.
 }
calendar-no-address = Eine Kalenderadresse kann ich Ihnen noch nicht geben: Wer Hafenbote bei der Koordinierungsstelle betreibt, muss zuerst die Einstellung `HAFENBOTE_PUBLIC_URL` setzen. Bitte geben Sie das weiter.
calendar-not-your-land = Den Kalender für { $land } erhält nur, wer dieses Land koordiniert. Ihren eigenen erhalten Sie mit *kalender*.
calendar-how = „{ $typed }“ habe ich nicht verstanden. Bitte schreiben Sie *kalender* oder *kalender aus*.
calendar-partners = Mit
calendar-documents = Unterlagen
calendar-link = Videokonferenz

# Terminfindung

help-terminfindung = - **terminfindung** – einen Tag finden, auch in einer Zeile: *terminfindung Dialog mit dem BMI 90 Min. für NRW: { $example-start } 14:00, { $example-start } 16:00*
vote-yes = geht
vote-if_need_be = zur Not
vote-no = geht nicht
audience-partly = Nicht eingeladen, weil ich es nicht kenne: { $unknown }. Die anderen habe ich übernommen.
meeting-deeds = „{ $typed }“ verstehe ich beim Termin Nr. { NUMBER($number, useGrouping: 0) } ({ $title }) nicht. Hinter *termin { NUMBER($number, useGrouping: 0) }* können Sie schreiben: „ändern“, „verschieben“, „absagen“, „antworten“ oder „protokoll“. Einen neuen Termin beginnen Sie mit *termin*.
date-deeds = „{ $typed }“ verstehe ich bei der Terminfindung Nr. { NUMBER($number, useGrouping: 0) } ({ $title }) nicht. Hinter *terminfindung { NUMBER($number, useGrouping: 0) }* können Sie schreiben: „frist“, „vorschlag“, „nehmen“ oder „absagen“. Eine neue beginnen Sie mit *terminfindung*.
date-poll-review-cancel = Diese Terminfindung absagen? Alle Gefragten erfahren davon.
date-poll-cancel-title = Terminfindung absagen
date-poll-cancel-send = { meeting-cancel-send }
date-poll-cancel-reason = { meeting-cancel-reason }
date-poll-cancel-scope = { meeting-cancel-scope }
date-poll-cancel-ask-scope = { meeting-cancel-ask-scope }
date-poll-cancel-ask-reason = Warum wird die Terminfindung abgesagt? Die Gefragten lesen es.
date-poll-cancelled = Diese Terminfindung ist abgesagt:
date-poll-cancelled-because = Diese Terminfindung ist abgesagt. Grund: { $reason }
date-poll-title = Terminfindung
date-poll-name = { meeting-name }
date-poll-dates = Vorschläge
date-poll-duration = { meeting-duration }
date-poll-audience = Wer gefragt wird
date-poll-link = { meeting-link }
date-poll-answer_until = { meeting-answer_until }
date-poll-send = Ja, so verschicken
date-poll-ask-name = { meeting-ask-name }
date-poll-ask-dates = Welche Tage schlagen Sie vor? Zwei bis zehn, in einer Nachricht oder nacheinander, zum Beispiel *{ $example-start } 14:00, { $example-start } 16 Uhr*.
date-poll-ask-duration = Wie lange dauert er? Zum Beispiel *90 Minuten*.
date-poll-ask-audience = Wer wird gefragt? Zum Beispiel *alle*, *NRW und Hessen*, *NEST in Bayern*, *Sprecher\*innen* oder *Köln, Bielefeld*.
date-poll-ask-link = { meeting-ask-link }
date-poll-ask-answer_until = Bis wann sollen alle abstimmen?
date-poll-ready = Fertig
date-poll-start = - { $start }
date-poll-so-far =
    Bisher vorgeschlagen:

    { $dates }
date-poll-too-few = Bitte schlagen Sie mindestens { $fewest } Tage vor.
date-poll-too-many = Das wären { $count } Vorschläge. Bitte nennen Sie höchstens { $most }.
date-poll-twice = { $start } steht schon in der Liste; ich nehme den Tag einmal.
date-poll-unclear = „{ $typed }“ verstehe ich nicht als Tag mit Uhrzeit. Bitte schreiben Sie ihn so: *{ $example-start } 14:00*.
date-poll-review = Bitte prüfen Sie, bevor die Fragen hinausgehen:
date-poll-whom = Gefragt: { $party }
date-poll-published = Die Terminfindung Nr. { NUMBER($number, useGrouping: 0) } läuft: { $title }. { $count ->
    [one] Eine Anfrage ist
   *[other] { $count } Anfragen sind
} unterwegs. Den Stand sehen Sie mit *terminfindung { NUMBER($number, useGrouping: 0) }*.
date-poll-invitation = Terminfindung für { $party }
date-poll-length = Dauer: { $minutes } Minuten
date-poll-until = Abstimmung bis { $until }
date-poll-how = Welche Tage gehen? Wählen Sie einen Tag, ich frage nacheinander nach allen. Oder in einer Zeile: *1 ja, 2 zur Not, 3 nein*
date-poll-all = Alle gehen
date-poll-none = Keiner geht
date-poll-other = Anderen Tag vorschlagen
date-option-said = { $when } – { $vote }
date-option-over = { $when } – vorbei
date-question = { $party }: **{ $start }**, { $minutes } Minuten – geht das?
date-noted = Notiert: { $votes }
date-thanks = Danke, das ist für { $party } notiert. Bis zur Entscheidung können Sie jeden Tag wieder ändern.
date-thanks-none = Danke, ich habe notiert: Für { $party } geht keiner der Tage. Schlagen Sie gern einen anderen vor.
date-told-colleague = { $by } hat für { $party } abgestimmt. Das gilt für die ganze Kommune; Sie können es ändern.
date-votes-unclear = „{ $typed }“ verstehe ich nicht. Bitte schreiben Sie zu jeder Nummer „ja“, „zur Not“ oder „nein“, zum Beispiel: *1 ja, 2 zur Not, 3 nein*
date-no-such = Einen Vorschlag „{ $typed }“ gibt es nicht. Es gibt 1 bis { $most }.
date-vote-over = Vorschlag { $number } ist schon vorbei. Bitte lassen Sie ihn weg.
date-vote-twice = Zu Vorschlag { $number } lese ich zweierlei. Bitte nennen Sie jede Nummer einmal.
date-votes-missing = Zu einzelnen Vorschlägen fehlt noch Ihre Antwort:
date-decided-already = Der Tag für „{ $title }“ steht schon fest: { $start }.
date-proposal-title = Anderen Tag vorschlagen
date-proposal-ask-start = Welchen Tag schlagen Sie vor? Zum Beispiel *{ $example-start } 14:00*.
date-proposal-late = Die Frist war { $until }; neue Vorschläge gehen nicht mehr. Abstimmen können Sie noch bis zur Entscheidung.
date-proposal-in-a-line = Bitte schreiben Sie den Tag in einer Zeile: *termine { NUMBER($number, useGrouping: 0) } vorschlag { $example-start } 14:00*
date-proposal-noted = Danke, { $start } ist jetzt Vorschlag { $number }. Für Sie habe ich dort „geht“ notiert.
date-proposal-added = { $start } ist jetzt Vorschlag { $number }. Wer schon abgestimmt hat, wird mit der nächsten Erinnerung danach gefragt.
date-proposal-told = { $by } schlägt für „{ $title }“ noch einen Tag vor: { $start }.
date-proposed-already = { $start } steht schon auf der Liste.
date-list-full = Die Liste der Vorschläge ist voll. Bitte stimmen Sie über die vorhandenen ab.
date-before-deadline = { $start } liegt vor dem Ende der Abstimmung ({ $until }). Bitte nennen Sie einen späteren Tag.
date-asked-then = Die anderen frage ich mit der nächsten Erinnerung danach: { $at }.
date-asked-no-more = Bis zur Frist gibt es keine Erinnerung mehr, die anderen hören also nur davon, wenn Sie die Frist verlängern: *terminfindung { NUMBER($number, useGrouping: 0) } frist* und der neue Tag.
date-look = Stand ansehen
date-standing = Stand der Terminfindung Nr. { NUMBER($number, useGrouping: 0) }
date-poll-ended = Die Frist der Terminfindung Nr. { NUMBER($number, useGrouping: 0) } ist um. Bitte wählen Sie einen Tag.
date-turnout = Abgestimmt: { $voted } von { $asked }.
date-missing = Es fehlen: { $parties }
date-missing-more = Es fehlen: { $parties } und { $more } weitere
date-winner = Am besten passt **{ $start }**: { $reason }.
date-runner-up = An zweiter Stelle **{ $start }**: { $reason }.
date-decide = Ein Tipp macht einen Tag zum Termin; alle werden dann eingeladen.
date-all-over = Alle Vorschläge sind vorbei. Bitte schlagen Sie neue vor oder sagen Sie die Suche ab.
date-votes-outstanding = Noch { $missing ->
    [one] fehlt 1 von { $asked } Stimmen
   *[other] fehlen { $missing } von { $asked } Stimmen
}; abgestimmt werden kann bis { $until }. Trotzdem jetzt entscheiden?
date-decide-anyway = Ja, jetzt entscheiden
date-take = { $when } nehmen
date-holiday = Feiertag in { $lands }
date-holiday-everywhere = bundesweit Feiertag
date-reason-nobody = niemand hat zugesagt
date-reason-lands = { $count } von { $all } { $all ->
    [one] Land
   *[other] Ländern
}
date-reason-spokespersons = { $count } { $count ->
    [one] Sprecher\*in
   *[other] Sprecher\*innen
}
date-reason-municipalities = { $count } { $count ->
    [one] Kommune
   *[other] Kommunen
}
date-reason-people = { $count } { $count ->
    [one] Person
   *[other] Personen
}
date-reason-if-need-be = { $count } nur zur Not
date-suited = Sie hatten diesen Tag als passend genannt. Bitte sagen Sie noch verbindlich zu oder ab.
date-decided = Entschieden: { $title }, { $start }. { $count ->
    [one] Eine Einladung ist unterwegs.
   *[other] { $count } Einladungen sind unterwegs.
}
date-decided-by = { $by } hat entschieden: { $title }, { $start }. Die Einladungen sind unterwegs.
date-extended = „{ $title }“: Die neue Frist ist { $until }.
date-extended-reminders = „{ $title }“: Die neue Frist ist { $until }. Wer noch nicht abgestimmt hat, wird erinnert: { $times }

## Umfragen: was in einer Tabelle nicht stimmt

xlsform-too-large = Die Datei ist größer als { $most } MB. Bitte senden Sie eine kleinere.
xlsform-too-large-unpacked = Die Datei enthält entpackt mehr als { $most } MB. Das lese ich nicht. Bitte speichern Sie nur die Umfrage, ohne Bilder, in einer neuen Datei.
xlsform-too-many-cells = Die Tabelle hat mehr als { $most } Zellen. Bitte löschen Sie leere, formatierte Zeilen und Spalten oder legen Sie die Umfrage in einer neuen Datei an.
xlsform-macros = Die Datei enthält Makros. Aus Vorsicht lese ich sie nicht. Bitte speichern Sie sie als *XLSX* ohne Makros.
xlsform-unsafe = Die Datei enthält Anweisungen, die in einer Tabelle nichts zu suchen haben. Ich lese sie nicht. Bitte legen Sie die Umfrage in einer neuen Datei an.
xlsform-not-read = Die Datei ließ sich nicht lesen, oder nicht schnell genug. Bitte speichern Sie nur die Blätter *survey*, *choices* und *settings* in einer neuen Datei und senden Sie diese.
xlsform-damaged = Die Datei lässt sich nicht öffnen. Bitte speichern Sie sie noch einmal als *XLSX* und senden Sie sie neu.
xlsform-no-spreadsheet = Das ist keine Tabelle, die ich lesen kann. Bitte senden Sie die Umfrage als *XLSX* oder *CSV*.
xlsform-no-survey = Es fehlt das Blatt *survey* mit den Fragen. Bitte nennen Sie das Blatt so.
xlsform-empty = Ich finde keine Frage. Im Blatt *survey* stehen in der ersten Zeile die Spalten *type*, *name* und *label*, darunter in jeder Zeile eine Frage.
xlsform-sheet-unsupported = Blatt { $sheet }: Das kann ich nicht. Bitte löschen Sie das Blatt.
xlsform-column-twice = Die Spalte „{ $column }“ gibt es in einem Blatt zweimal. Bitte löschen Sie eine davon.
xlsform-column-repeated = Blatt { $sheet }, Zeile { $row }: Die Spalte „{ $column }“ sagt dasselbe wie eine andere. Bitte löschen Sie eine davon.
xlsform-column-unsupported = Blatt { $sheet }, Zeile { $row }: Was in „{ $column }“ steht, kann ich nicht. Bitte leeren Sie die Zelle.
xlsform-language = Blatt { $sheet }, Zeile { $row }: Die Sprache der Spalte „{ $column }“ kann ich nicht. Möglich sind *Deutsch (de)* und *English (en)*.
xlsform-merged = Blatt { $sheet }, Zeile { $row }: Die Zellen { $cells } sind verbunden. Bitte heben Sie das auf und füllen Sie jede Zelle.
xlsform-type-missing = Blatt { $sheet }, Zeile { $row }: Es fehlt der Fragetyp in der Spalte *type*, zum Beispiel *text*.
xlsform-type-unknown = Blatt { $sheet }, Zeile { $row }: Den Fragetyp „{ $type }“ gibt es nicht. Bitte nehmen Sie einen anderen, zum Beispiel *text*.
xlsform-type-unknown-meant = Blatt { $sheet }, Zeile { $row }: Den Fragetyp „{ $type }“ gibt es nicht. Meinten Sie „{ $meant }“?
xlsform-type-unsupported = Blatt { $sheet }, Zeile { $row }: Den Typ „{ $type }“ kann ich im Chat nicht. Bitte löschen oder ändern Sie die Zeile.
xlsform-name-missing = Blatt { $sheet }, Zeile { $row }: Es fehlt der Name der Frage in der Spalte *name*.
xlsform-name = Blatt { $sheet }, Zeile { $row }: „{ $name }“ geht nicht als Name. Erlaubt sind Buchstaben, Ziffern, Punkt, Binde- und Unterstrich, am Anfang ein Buchstabe.
xlsform-name-twice = Blatt { $sheet }, Zeile { $row }: Den Namen „{ $name }“ gibt es schon in Zeile { $first }. Bitte nehmen Sie einen anderen.
xlsform-label-missing = Blatt { $sheet }, Zeile { $row }: Für „{ $name }“ fehlt der deutsche Text in der Spalte *label*.
xlsform-required = Blatt { $sheet }, Zeile { $row }: „{ $typed }“ verstehe ich in der Spalte *required* nicht. Bitte schreiben Sie *yes* oder *no*.
xlsform-list-missing = Blatt { $sheet }, Zeile { $row }: Hinter „{ $type }“ fehlt der Name der Auswahlliste aus dem Blatt *choices*.
xlsform-list-unknown = Blatt { $sheet }, Zeile { $row }: Die Auswahlliste „{ $list }“ steht nicht im Blatt *choices*. Bitte tragen Sie sie dort ein.
xlsform-list-unknown-meant = Blatt { $sheet }, Zeile { $row }: Die Auswahlliste „{ $list }“ steht nicht im Blatt *choices*. Meinten Sie „{ $meant }“?
xlsform-choice-incomplete = Blatt { $sheet }, Zeile { $row }: Eine Auswahl braucht beides, *list\_name* und *name*.
xlsform-choice-name = Blatt { $sheet }, Zeile { $row }: Im Namen „{ $name }“ darf kein Leerzeichen stehen. Der Text in *label* darf sie haben.
xlsform-choice-twice = Blatt { $sheet }, Zeile { $row }: Den Namen „{ $name }“ gibt es in der Liste „{ $list }“ schon. Bitte nehmen Sie einen anderen.
xlsform-parameters = Blatt { $sheet }, Zeile { $row }: „{ $typed }“ verstehe ich in der Spalte *parameters* nicht. Bitte schreiben Sie zum Beispiel *start=1 end=5 step=1*.
xlsform-range = Blatt { $sheet }, Zeile { $row }: Aus „{ $typed }“ wird keine Skala. Bitte schreiben Sie zum Beispiel *start=1 end=5 step=1*.
xlsform-group-open = Blatt { $sheet }, Zeile { $row }: Zu diesem *begin* fehlt die Zeile *end { $kind }*.
xlsform-group-end = Blatt { $sheet }, Zeile { $row }: Zu diesem *end { $kind }* fehlt die Zeile *begin { $kind }*, oder eine andere Gruppe ist noch offen.
xlsform-too-many = Blatt { $sheet }, Zeile { $row }: Das sind { $count } Fragen; höchstens { $most } sind möglich. Bitte kürzen oder teilen Sie die Umfrage.
xlsform-bare-name = Blatt { $sheet }, Zeile { $row }, Spalte { $column }: „{ $name }“ verstehe ich nicht. Eine Frage nennen Sie mit Dollarzeichen und geschweiften Klammern, einen Text in Anführungszeichen.
xlsform-reference-unknown = Blatt { $sheet }, Zeile { $row }, Spalte { $column }: Eine Frage „{ $name }“ gibt es nicht. Bitte nehmen Sie einen Namen aus der Spalte *name*.
xlsform-reference-unknown-meant = Blatt { $sheet }, Zeile { $row }, Spalte { $column }: Eine Frage „{ $name }“ gibt es nicht. Meinten Sie „{ $meant }“?
xlsform-calculation-missing = Blatt { $sheet }, Zeile { $row }: Für „{ $name }“ fehlt die Formel in der Spalte *calculation*.
xlsform-calculation-elsewhere = Blatt { $sheet }, Zeile { $row }: Berechnet werden nur Zeilen vom Typ *calculate*. Bitte leeren Sie bei „{ $name }“ die Spalte *calculation*.
xlsform-default = Blatt { $sheet }, Zeile { $row }: „{ $typed }“ ist keine mögliche Antwort auf „{ $name }“. Bitte ändern Sie die Spalte *default*.
xlsform-circular = Blatt { $sheet }, Zeile { $row }: Diese Fragen hängen im Kreis voneinander ab: { $names }. Bitte lösen Sie eine der Bedingungen auf.
expression-unreadable = Blatt { $sheet }, Zeile { $row }, Spalte { $column }: „{ $expression }“ verstehe ich ab „{ $part }“ nicht. Bitte prüfen Sie Klammern, Anführungszeichen und Rechenzeichen.
expression-function-unknown = Blatt { $sheet }, Zeile { $row }, Spalte { $column }: Die Funktion „{ $function }“ in „{ $expression }“ kann ich nicht. Bitte schreiben Sie die Bedingung ohne sie.
expression-arguments = Blatt { $sheet }, Zeile { $row }, Spalte { $column }: Die Funktion „{ $function }“ in „{ $expression }“ hat zu viele oder zu wenige Angaben.
expression-regex = Blatt { $sheet }, Zeile { $row }, Spalte { $column }: „{ $pattern }“ ist kein Suchmuster ({ $fault }).
expression-too-deep = Blatt { $sheet }, Zeile { $row }, Spalte { $column }: „{ $expression }“ hat mehr als { $most } Klammern ineinander. Bitte teilen Sie es auf mehrere Zeilen vom Typ *calculate* auf.

## Umfragen: Antworten lesen

survey-said = { $message }
survey-required = Diese Frage lässt sich nicht überspringen. Bitte antworten Sie.
survey-constraint = Diese Antwort ist hier nicht möglich. Bitte prüfen Sie sie.
survey-text-too-long = Das sind { $length } Zeichen, höchstens { $most } sind möglich. Bitte kürzen Sie den Text.
survey-number-unclear = „{ $typed }“ verstehe ich nicht als Zahl. Bitte schreiben Sie eine Zahl, zum Beispiel *20*.
survey-number-span = „{ $typed }“ ist eine Spanne. Bitte nennen Sie eine einzige Zahl.
survey-number-difference = „{ $typed }“ lese ich als Änderung. Bitte nennen Sie die Zahl selbst.
survey-number-not-whole = „{ $typed }“ ist keine ganze Zahl. Bitte schreiben Sie eine ohne Komma.
survey-number-too-big = „{ $typed }“ ist zu groß. Bitte prüfen Sie die Zahl.
survey-range = Bitte wählen Sie eine Zahl von { $least } bis { $most }, in Schritten von { $step }.
survey-choice-one = Hier ist nur eine Antwort möglich. Bitte nennen Sie die Nummer, die am besten passt.
survey-choice-unclear = „{ $typed }“ ist keine der Antworten. Bitte tippen Sie eine an oder schreiben Sie ihre Nummer, 1 bis { $count }.
survey-choice-none = Zu Ihren bisherigen Antworten passt hier keine Auswahl. Bitte schreiben Sie *überspringen*, oder ändern Sie mit *zurück* eine frühere Antwort.
survey-choices-unclear = „{ $typed }“ verstehe ich nicht ganz. Bitte schreiben Sie die Nummern, 1 bis { $count }, mit Komma dazwischen, oder *alle* oder *keine*.
survey-rank-unclear = „{ $typed }“ verstehe ich nicht als Reihenfolge. Bitte schreiben Sie alle Nummern, 1 bis { $count }, die wichtigste zuerst, mit Komma dazwischen.
survey-rank-missing = In der Reihenfolge fehlt noch: { $missing }. Bitte schreiben Sie alle Nummern, die wichtigste zuerst.
survey-rank-twice = In „{ $typed }“ steht etwas zweimal. Bitte schreiben Sie jede Nummer einmal.
survey-acknowledge = Bitte bestätigen Sie mit *ok*, dass Sie das gelesen haben.
survey-file-wanted = Bitte senden Sie hier eine Datei.
survey-image-wanted = Bitte senden Sie hier ein Bild.

## Umfragen: beantworten

survey-head = **{ $title }** · Frage { $number } von { $count }
survey-head-group = **{ $title }** · Frage { $number } von { $count } · { $group }
survey-how-select-multiple = Mehrere sind möglich. Tippen Sie an, was passt, oder schreiben Sie alle Nummern auf einmal, zum Beispiel *1 und 2*.
survey-how-rank = Das Wichtigste zuerst: Tippen Sie eins nach dem anderen an, oder schreiben Sie alle Nummern, zum Beispiel *2,1,3*.
survey-how-range = Bitte eine Zahl von { $least } bis { $most }.
survey-how-date = Bitte ein Datum, zum Beispiel *{ $example-start }* oder *Ende Juni*.
survey-how-acknowledge = Bitte bestätigen Sie, dass Sie das gelesen haben.
survey-how-file = Bitte senden Sie die Datei hier in den Chat.
survey-how-image = Bitte senden Sie das Bild hier in den Chat.
survey-said-before = Bisher geantwortet: { $answer }
survey-said-by = Bisher geantwortet: { $answer } ({ $by })
survey-by-proxy = { $by }, stellvertretend
survey-you = Ihnen
survey-picked = Bisher gewählt: { $answer }
survey-option-picked = ✓ { $option }
survey-option-ranked = ✓ { $place }. { $option }
survey-acknowledged = Gelesen
survey-default = { $answer }
survey-keep = So lassen
survey-skipped = übersprungen
survey-none-chosen = nichts davon
survey-day = { $day }
survey-understood = Verstanden als { $answer }.
survey-understood-number = Verstanden als die Zahl { $answer }; mit *zurück* ändern Sie das.

survey-title = Umfrage beantworten
survey-welcome = Umfrage „{ $title }“ für { $place }: { $count ->
    [one] eine Frage
   *[other] etwa { $count } Fragen
 }, Zeit bis { $until }. Alles wird sofort gespeichert. Sie können jederzeit *pause*, *zurück* oder *weitergeben* schreiben; Kolleginnen und Kollegen machen weiter, wo Sie aufhören.
survey-welcome-back = Weiter mit der Umfrage „{ $title }“ für { $place }: { $done } von { $count } Fragen sind beantwortet. Zeit bis { $until }. Sie können jederzeit *pause*, *zurück* oder *weitergeben* schreiben.
survey-welcome-handed = Umfrage „{ $title }“ für { $place }: Ich frage nur, worum man Sie gebeten hat. Zeit bis { $until }.
survey-welcome-proxy = Umfrage „{ $title }“: Sie antworten stellvertretend für { $place }. Das steht dabei, und die Kommune erfährt davon. Zeit bis { $until }.
survey-seen-open = Ihre Antworten sehen alle Mitglieder, mit dem Namen Ihrer Kommune.
survey-seen-coordinators = Ihre Antworten mit dem Namen Ihrer Kommune sehen nur die Koordinierungsstelle und wer die Umfrage erstellt hat. In den Ergebnissen für alle steht keine Zahl unter fünf; freie Texte stehen dort im Wortlaut, ohne Namen.
survey-seen-anonymous = Diese Umfrage ist anonym. Bis zum Absenden sehen nur Sie und die anderen Ihrer Kommune den Entwurf. Danach weiß niemand mehr, was Ihre Kommune geantwortet hat, und Sie können nichts mehr ändern; nur dass sie teilgenommen hat, bleibt sichtbar. Freie Texte stehen in den Ergebnissen im Wortlaut.

survey-review = Bitte prüfen Sie die Antworten von { $place } zu „{ $title }“:
survey-review-trial = Bitte prüfen Sie Ihre Antworten zu „{ $title }“:
survey-review-sent = Das hat { $place } zu „{ $title }“ geantwortet; es ist abgesendet:
survey-line = { $place }\. { $question } **{ $answer }**
survey-line-open = { $place }\. { $question } (noch offen)
survey-line-handed = { $place }\. { $question } (wartet auf { $to })
survey-line-contradicted = { $place }\. { $question } **Zwei Antworten:** { $answers }
survey-answer-of = „{ $answer }“ ({ $by })
survey-answered-by = { $count ->
    [one] Frage { $places } beantwortet von { $by }.
   *[other] Fragen { $places } beantwortet von { $by }.
 }
survey-review-contradicted = Zu einer Frage gibt es zwei Antworten. Bitte entscheiden Sie mit *ändern*, welche gilt; danach können Sie absenden.
survey-review-contradicted-sent = Zu einer Frage gibt es zwei Antworten; die erste zählt. Bitte entscheiden Sie mit *ändern*, welche gilt.
survey-review-missing = { $count ->
    [one] Frage { $places } fehlt noch; danach können Sie absenden.
   *[other] Die Fragen { $places } fehlen noch; danach können Sie absenden.
 }
survey-review-missing-sent = { $count ->
    [one] Frage { $places } ist noch offen. Bitte ergänzen Sie sie; was Sie antworten, zählt sofort.
   *[other] Die Fragen { $places } sind noch offen. Bitte ergänzen Sie sie; was Sie antworten, zählt sofort.
 }
survey-review-until = Ändern können Sie das bis { $until }; jede Änderung zählt sofort.
survey-review-anonymous = Mit dem Absenden werden die Antworten vom Namen Ihrer Kommune getrennt. Danach lässt sich nichts mehr ändern.
survey-review-send = Mit *absenden* zählen die Antworten. Ändern können Sie sie danach noch.
survey-review-unclear = Das habe ich nicht verstanden. Bitte wählen Sie eine der Möglichkeiten, oder schreiben Sie zum Beispiel *ändern 2*.
survey-send = Absenden
survey-later = Später weiter
survey-change = Welche Frage möchten Sie ändern? Bitte schreiben Sie ihre Nummer, 1 bis { $count }. Mit *zurück* kommen Sie wieder zur Übersicht.
survey-no-such-question = Diese Frage gibt es nicht. Bitte nennen Sie eine Nummer von 1 bis { $count }.
survey-put-aside = { $count ->
    [one] Damit entfällt die Frage „{ $questions }“. Die Antwort bleibt aufgehoben, sie zählt nur nicht.
   *[other] Damit entfallen diese Fragen: { $questions }. Die Antworten bleiben aufgehoben, sie zählen nur nicht.
 }
survey-taken-back = { $count ->
    [one] Die frühere Antwort auf „{ $questions }“ zählt wieder.
   *[other] Die früheren Antworten auf diese Fragen zählen wieder: { $questions }.
 }
survey-change-counts = Geändert, das zählt sofort.

survey-conflict = Frage { $number }: { $question } Hier gibt es zwei verschiedene Antworten.
survey-conflict-line = • { $said }
survey-conflict-which = Bis Sie sich einig sind, zählt { $said }. Welche Antwort gilt?
survey-conflict-later = Noch offen lassen
survey-conflict-left = Gut, beide Antworten bleiben sichtbar, bis jemand von Ihnen entscheidet.
survey-conflict-decided = Es gilt jetzt: { $answer }.
survey-contradicted = In „{ $title }“ ({ $place }) gibt es zwei Antworten auf Frage { $number }. Die erste zählt, bis jemand von Ihnen entscheidet.

    { $question } { $answers }

survey-decided = { $by } hat entschieden: Frage { $number } in „{ $title }“ ({ $place }): { $question } Es gilt „{ $answer }“.

survey-hand-whom = Wer soll antworten?
survey-hand-which = Welche Frage möchten Sie weitergeben? Zum Beispiel *weitergeben 3*.
survey-hand-nobody = Für Ihre Kommune ist sonst niemand angemeldet. Die Koordinierungsstelle kann eine Vertretung einladen.
survey-hand-unclear = Bitte nennen Sie jemanden aus der Liste, am einfachsten mit der Nummer.
survey-hand-rehearsed = In der Vorschau lässt sich nichts weitergeben. Wer antwortet, kann das hier tun.
survey-handed = { $count ->
    [one] Frage { $places } ist weitergegeben an { $to }.
   *[other] Die Fragen { $places } sind weitergegeben an { $to }.
 }
survey-handed-to-you = { $by } bittet Sie um Antworten in der Umfrage „{ $title }“ für { $place }:
    { $questions }

    Zeit ist bis { $until }.
survey-handed-line = • Frage { $number }: { $question }
survey-handed-done = Danke, das war alles, worum man Sie in „{ $title }“ gebeten hat.
survey-handed-answered = { $by } hat in „{ $title }“ ({ $place }) beantwortet, worum Sie gebeten hatten.
survey-answer-rest = Übrige Fragen ansehen

survey-open = Ansehen
survey-see-results = Ergebnisse
survey-again = *umfragen { $number }*
survey-again-by-proxy = *umfrage { $number } für { $place }*
survey-paused = Pause: { $done } von { $count } Fragen zu „{ $title }“ sind beantwortet und gespeichert. Weiter geht es jederzeit mit { $again }, bis { $until }.
survey-left-sent = Gut. Die Antworten von { $place } zu „{ $title }“ sind abgesendet. Ändern können Sie sie mit { $again } bis { $until }.
survey-sent = Vielen Dank! Die Antworten von { $place } zu „{ $title }“ sind abgesendet. Ändern können Sie sie mit { $again } bis { $until }.
survey-sent-anonymous = Vielen Dank! Die Antworten von { $place } zu „{ $title }“ sind abgesendet und vom Namen Ihrer Kommune getrennt.
survey-sent-already = { $by } hat die Antworten von { $place } zu „{ $title }“ einen Moment vor Ihnen abgesendet. Mit { $again } sehen Sie sie.
survey-sent-by-colleague = Zur Kenntnis: { $by } hat die Antworten von { $place } zur Umfrage „{ $title }“ abgesendet.
survey-sent-by-proxy = { $by } hat die Umfrage „{ $title }“ stellvertretend für { $place } beantwortet und abgesendet. Bitte prüfen Sie das; ändern können Sie es bis { $until }.
survey-changed-by-colleague = Zur Kenntnis: { $by } ändert abgesendete Antworten von { $place } zur Umfrage „{ $title }“.
survey-changed-by-proxy = { $by } ändert stellvertretend abgesendete Antworten von { $place } zur Umfrage „{ $title }“. Bitte prüfen Sie das.
survey-corrected-meanwhile = Die Umfrage „{ $title }“ wurde inzwischen korrigiert. Bitte antworten Sie noch einmal auf die Frage, wie sie jetzt lautet.
survey-not-asked = Ihre Kommune ist in der Umfrage „{ $title }“ nicht gefragt. Bei Fragen hilft die Koordinierungsstelle.
survey-cast = Die Antworten Ihrer Kommune zu „{ $title }“ sind abgesendet. Die Umfrage ist anonym, deshalb lässt sich nichts mehr ansehen oder ändern.
survey-not-yet = Die Umfrage „{ $title }“ beginnt erst: { $opens }. Ich melde mich dann.
survey-closed = Die Umfrage „{ $title }“ ist seit { $closed } geschlossen.
survey-closed-answer = Die Umfrage „{ $title }“ ist seit { $closed } geschlossen. Was Sie eben geschrieben haben, konnte ich nicht mehr aufnehmen.
survey-after-this = Die Umfrage „{ $title }“ läuft Ihnen nicht weg: Schreiben Sie danach *umfragen { $number }*.
why-survey-colleague = Sie erhalten das, weil Sie für { $place } sprechen und es um die Umfrage „{ $title }“ geht.

survey-preview-begins = Vorschau von „{ $title }“: So sehen es alle, die gefragt werden. Nichts davon wird gespeichert.
survey-preview-end = Vorschau beenden
survey-preview-send = Absenden (nur zur Probe)
survey-preview-over = Der Entwurf „{ $title }“ wurde inzwischen geändert oder veröffentlicht. Die Vorschau endet hier.
survey-not-proxy = Für diese Kommune können Sie in „{ $title }“ nicht stellvertretend antworten.
survey-own-word = Diese Kommune hat in „{ $title }“ schon selbst geantwortet. Was sie geantwortet hat, dürfen Sie nicht sehen; deshalb geht es hier nur für sie selbst weiter.
survey-preview-left = Vorschau beendet. Durchgegangen sind Sie noch nicht ganz: Von vorn beginnt sie mit *umfrage { $number } vorschau*.
survey-preview-done = Sie sind „{ $title }“ ganz durchgegangen. Gespeichert oder gesendet wurde nichts.
survey-do-publish = Veröffentlichen
survey-do-change = Ändern

## Umfragen: Liste

help-umfragen = - **umfragen** – Umfragen beantworten, weiterführen und Ergebnisse sehen
survey-list-heading = Umfragen:
survey-list-line = • Nr. { $number } **{ $title }**: { $state }
survey-list-line-of = • Nr. { $number } **{ $title }** ({ $place }): { $state }
survey-choice = { $title }
survey-own-new = noch nicht begonnen
survey-own-begun = { $done } von { $count } beantwortet, noch nicht abgesendet
survey-own-sent = abgesendet am { $sent }
survey-own-sent-partly = abgesendet am { $sent }, { $count ->
    [one] eine Frage ist
   *[other] { $count } Fragen sind
 } noch offen
survey-is-draft = Entwurf
survey-is-planned = beginnt { $opens }
survey-is-open = { $sent ->
    [one] 1 von { $invited } Kommunen hat geantwortet, offen bis { $until }
   *[other] { $sent } von { $invited } Kommunen haben geantwortet, offen bis { $until }
    }
survey-is-closed = { $sent ->
    [one] geschlossen, 1 von { $invited } Kommunen hat geantwortet
   *[other] geschlossen, { $sent } von { $invited } Kommunen haben geantwortet
    }
survey-state-proxy = Stellvertretend für eine Kommune antwortet die Koordination so: *umfrage { NUMBER($number, useGrouping: 0) } für Köln*.
survey-none = Gerade gibt es keine Umfrage für Sie. Wenn eine beginnt, melde ich mich.
survey-unknown = Eine Umfrage „{ $typed }“ kenne ich nicht. Mit *umfragen* sehen Sie die Liste.
survey-deeds = „{ $typed }“ verstehe ich hier nicht. Mit *umfragen { $number }* antworten Sie, mit *umfragen { $number } ergebnisse* sehen Sie die Ergebnisse.
survey-which-place = Für welche Kommune möchten Sie „{ $title }“ beantworten?
survey-not-your-place = Für „{ $typed }“ sind Sie nicht angemeldet. Bitte nennen Sie eine Kommune, für die Sie sprechen.
## Umfragen: Export

survey-export-format = Das Format „{ $typed }“ kenne ich nicht. Bitte nennen Sie nach „export“ eines dieser drei: xlsx, csv oder json.
survey-export-draft = „{ $title }“ ist noch nicht veröffentlicht. Einen Export gibt es, sobald die erste Kommune gesendet hat.
survey-export-nothing = Zu „{ $title }“ hat noch keine Kommune gesendet. Einen Export gibt es, sobald die erste es getan hat.
survey-export-later = Die Ergebnisse von „{ $title }“ gibt es, sobald die Umfrage geschlossen ist.
survey-export-few = Zu „{ $title }“ gibt es nichts zu exportieren: Ohne Namen geht das erst nach dem Ende und ab fünf Kommunen, damit niemand zu erkennen ist.
survey-export-large = „{ $title }“ ist zu groß für den Chat. Bitte lassen Sie den Export auf dem Server schreiben: hafenbote surveys export { $number } DATEI
survey-export-file = umfrage-{ $number }
survey-export-named = Der Export von „{ $title }“, mit den Antworten jeder Kommune. Bitte behandeln Sie ihn vertraulich.
survey-export-protected = Der Export von „{ $title }“, ohne Namen: Keine Zahl darin ist kleiner als fünf; freie Texte stehen darin im Wortlaut; was verborgen ist, ist leer.
survey-export-codebook = Das Codebuch dazu: was jede Spalte bedeutet.
survey-export-book-title = Titel der Umfrage
survey-export-book-open = Alle Mitglieder sehen, was jede Kommune geantwortet hat.
survey-export-book-coordinators = Nur die Koordination sieht, was jede Kommune geantwortet hat.
survey-export-book-anonymous = Niemand sieht, was eine Kommune geantwortet hat.
survey-export-book-opens-at = Beginn (UTC)
survey-export-book-closes-at = Ende (UTC)
survey-export-book-draft = Entwurf
survey-export-book-published = veröffentlicht
survey-export-book-closed = geschlossen
survey-export-book-version = neueste Fassung der Fragen
survey-export-book-empty = Leere Zelle: nicht gefragt, nicht mehr gefragt oder verborgen
survey-export-book-skipped = gefragt und übersprungen
survey-export-book-shield = Vor einem Text, den ein Tabellenprogramm sonst für eine Formel hielte
## Surveys: results

size-class-rural = Landgemeinde (unter 5.000)
size-class-small_town = Kleinstadt (5.000 bis 20.000)
size-class-town = Mittelstadt (20.000 bis 100.000)
size-class-city = Großstadt (ab 100.000)
size-class-district = Kreis
survey-result-heading = **Ergebnisse der Umfrage { NUMBER($number, useGrouping: 0) }: { $survey }**
survey-result-rate = Gesendet: { $sent } von { $invited } { $invited ->
    [one] Kommune
   *[other] Kommunen
} ({ $share })
survey-result-rate-land = - { $land }: { $sent } von { $invited } ({ $share })
survey-result-of = { $sent } von { $invited } ({ $share })
survey-result-rate-title = Wer gesendet hat, nach Land
survey-result-question = **{ NUMBER($nth, useGrouping: 0) }. { $question }**
survey-result-answered = { $answered ->
    [one] 1 Antwort
   *[other] { $answered } Antworten
}
survey-result-skipped = { $count } ohne Antwort
survey-result-first = gezählt ist, was an erster Stelle steht
survey-result-too-few-answers = - zu wenige Antworten, um etwas zu zeigen
survey-result-texts = { $count ->
    [one] - 1 Text
   *[other] - { $count } Texte
}
survey-result-files = { $count ->
    [one] - 1 Datei
   *[other] - { $count } Dateien
}
survey-result-others = - andere Antworten: { $line }
survey-result-sum = Summe { $sum }
survey-result-median = Median { $median }
survey-result-half = mittlere Hälfte { $lower } bis { $upper }
survey-result-hidden = „–“ heißt: wird nicht gezeigt. Es sind unter 5 Kommunen, oder man könnte damit auf unter 5 schließen.
survey-result-hatched = Schraffiert: wird nicht gezeigt. Es sind unter 5 Kommunen, oder man könnte damit auf unter 5 schließen.
survey-result-unknown = ohne Angabe
survey-result-all = Alle
survey-result-lands = **Nach Land**
survey-result-no-sizes = Von diesen Kommunen ist die Einwohnerzahl nicht bekannt. Die Koordinierungsstelle kann sie mit der Mitgliederliste einlesen lassen.
survey-result-sizes = **Nach Größe**
survey-result-by-land = { $question } – nach Land
survey-result-n = n = { $answered } { $answered ->
    [one] Kommune
   *[other] Kommunen
}
survey-result-n-several = n = { $answered } { $answered ->
    [one] Kommune
   *[other] Kommunen
}, mehrere Antworten möglich
survey-result-n-numbers = Median (fett) und mittlere Hälfte, n = { $answered } { $answered ->
    [one] Kommune
   *[other] Kommunen
}
survey-result-n-lands = Anteile; in Klammern: wie viele Kommunen geantwortet haben
survey-result-n-waves = Anteile an den Kommunen, die geantwortet haben
survey-result-wave = { $survey } ({ $day }, n = { $sent })
survey-result-waves = Vorher: { $before }. Jetzt: { $line }.
survey-result-new = { $share } (neu)
survey-result-points = { $sign }{ $count } { $count ->
    [one] Prozentpunkt
   *[other] Prozentpunkte
}
survey-result-more = Eine Frage mit Bild: *umfragen { NUMBER($number, useGrouping: 0) } ergebnisse Frage 1*.
survey-result-named = Was jede Kommune geantwortet hat, sehen Sie in der Datei: *umfrage { NUMBER($number, useGrouping: 0) } export*.
survey-result-own-rows = Einzeln sehen Sie hier Ihr eigenes Land.
survey-result-in-file = Alles steht in dieser Datei.
survey-result-file = Umfrage { NUMBER($number, useGrouping: 0) } Ergebnisse
survey-result-why = Sie erhalten das, weil Ihre Kommune bei „{ $survey }“ mitgemacht hat.
survey-result-draft = Diese Umfrage ist noch nicht veröffentlicht. Ergebnisse gibt es, sobald Kommunen geantwortet haben.
survey-result-after-closing = Was geantwortet wurde, sehen Sie nach dem Ende der Umfrage: { $until }.
survey-result-not-asked = Die Ergebnisse sehen bei dieser Umfrage nur die Kommunen, die gefragt wurden. Bitte fragen Sie die Koordinierungsstelle.
survey-result-none = Bisher hat keine Kommune ihre Antworten gesendet. Bitte schauen Sie später noch einmal nach.
survey-result-running = Von dieser Umfrage gibt es keine Zwischenergebnisse, denn aus zweien ließe sich auf einzelne schließen. Was geantwortet wurde, sehen Sie nach dem Ende: { $until }.
survey-result-too-few-closed = Das waren zu wenige, um etwas zu zeigen: Ergebnisse gibt es ab 5 Kommunen, denn niemand soll auf einzelne schließen können.
survey-result-how = „{ $typed }“ kenne ich bei Ergebnissen nicht. Bitte schreiben Sie *umfragen { NUMBER($number, useGrouping: 0) } ergebnisse* und dahinter nichts, „nach Land“, „nach Größe“, „Frage 1“, „Texte“ oder „Vergleich“.
survey-result-no-question = Eine Frage { NUMBER($nth, useGrouping: 0) } gibt es nicht. Bitte nehmen Sie eine Nummer von 1 bis { $most }.
survey-result-no-texts = Texte gibt es hier noch keine zu lesen. Die Zahlen stehen in der Übersicht der Ergebnisse.
survey-result-not-texts = Frage { NUMBER($nth, useGrouping: 0) } hat keine Texte. Bitte lassen Sie sich die Frage selbst zeigen, ohne „Texte“ davor.
survey-result-no-wave = Zu dieser Umfrage gibt es keine frühere, mit der ich vergleichen kann.
survey-result-do-all = Alle Ergebnisse
survey-result-do-land = Nach Land
survey-result-do-size = Nach Größe
survey-result-do-texts = Texte lesen
survey-result-do-compare = Vergleich mit früher
survey-result-do-next = Nächste Frage
## Umfragen in einer Gruppe

survey-poll-asked = **Umfrage Nr. { $number }:** { $question }
survey-poll-single = Eine Antwort ist möglich.
survey-poll-several = Mehrere Antworten sind möglich.
survey-poll-rules = Für jede Kommune zählt eine Stimme, bis { $until }. { $count ->
    [0] Wer hier für eine Kommune spricht, weiß ich noch nicht; gezählt wird, wer abstimmt.
    [one] Ich weiß hier von einer Kommune; stimmt noch eine ab, zählt sie mit.
   *[other] Ich weiß hier von { $count } Kommunen; stimmt noch eine ab, zählt sie mit.
    } Alle Mitglieder sehen, welche Kommune wie stimmt. Stimmen Sie unten ab; wo Sie dort nichts sehen, antworten Sie auf diese Nachricht, zum Beispiel mit „1“.
survey-poll-ended = **Umfrage Nr. { $number } ist beendet:** { $question }
survey-poll-line = - { $option }: { $count ->
    [one] 1 Kommune
   *[other] { $count } Kommunen
    }
survey-poll-divided = Hier sind sich Kolleginnen und Kollegen nicht einig, gezählt ist die erste Stimme:
survey-poll-count = Gezählt ist eine Stimme für jede Kommune: { $places ->
    [one] 1 Kommune
   *[other] { $places } Kommunen
    }, { $heads ->
    [one] 1 Stimme
   *[other] { $heads } Stimmen
    }.{ $heads ->
    [0] {""}
   *[other] { " " }Die Abstimmung selbst zählt Köpfe und kann deshalb anderes zeigen.
    }
survey-poll-no-question = Ich finde keine Frage. Bitte schreiben Sie eine mit Fragezeichen und dahinter die Antworten: *!umfrage Fahren wir nach Potsdam? Ja / Nein / Später bis Freitag*
survey-poll-few-options = Eine Abstimmung braucht mindestens zwei Antworten. Bitte trennen Sie sie mit Schrägstrichen, davor und dahinter ein Leerzeichen: *!umfrage Fahren wir nach Potsdam? Ja / Nein*
survey-poll-many-options = Das sind { $count } Antworten, höchstens { $most } sind möglich. Bitte lassen Sie welche weg.
survey-poll-long-question = Die Frage hat { $length } Zeichen, höchstens { $most } sind möglich. Bitte kürzen Sie sie.
survey-poll-long-option = Die Antwort „{ $option }“ ist zu lang, höchstens { $most } Zeichen sind möglich. Bitte kürzen Sie sie.
survey-poll-option-twice = Die Antwort „{ $option }“ steht zweimal da. Bitte lassen Sie eine weg.
survey-poll-past = { $at } ist schon vorbei. Bitte nennen Sie ein späteres Ende.
survey-poll-strange-group = Diese Gruppe kenne ich noch nicht. Bitte lassen Sie sich von der Koordinierungsstelle einen Code geben und schreiben Sie hier *!start* und den Code.
survey-poll-who = Umfragen beginnen hier nur Sprecher\*innen und Koordinationen. Abstimmen können alle.
survey-poll-which = Hier sind mehrere Umfragen offen. Bitte antworten Sie direkt auf die, die Sie meinen.
survey-poll-stranger = Umfrage Nr. { $number }: Eine Stimme zählt nicht mit, denn ich weiß nicht, für welche Kommune sie ist. Wer einen Code hat, schreibt mir allein *start* und den Code und stimmt dann noch einmal ab.
survey-poll-no-place = Ihre Stimme zur Umfrage Nr. { $number } zählt nicht mit, denn Sie sprechen für keine Kommune.
survey-poll-no-option = Diese Antwort gibt es nicht. Bitte wählen Sie eine von 1 bis { $count }.
survey-poll-only-one = Hier ist nur eine Antwort möglich. Bitte wählen Sie eine von 1 bis { $count }.
survey-poll-over = Die Umfrage Nr. { $number } ist beendet. Ihre Stimme zählt nicht mehr mit.
survey-poll-lost = Ihre Stimme kann ich keiner Umfrage zuordnen. Bitte stimmen Sie noch einmal ab; steht die Umfrage zweimal da, bei der anderen.
survey-poll-counted = Gezählt zur Umfrage Nr. { $number }: „{ $option }“ für { $places }. Eine andere Stimme gilt statt dieser; mit der Antwort „0“ in der Gruppe nehmen Sie sie zurück.
survey-poll-back = Ihre Stimme ist zurückgenommen.
survey-poll-differs = Für { $places } zählt zur Umfrage Nr. { $number } schon „{ $option }“: So hat jemand von Ihnen vor Ihnen gestimmt. Ihre Stimme „{ $mine }“ steht daneben und zählt nicht. Bitte einigen Sie sich.
survey-poll-open = Umfrage öffnen
survey-poll-why = Die Gruppe erhält das, weil hier die Umfrage Nr. { $number } gestellt wurde.
survey-poll-why-vote = Sie erhalten das, weil Sie in einer Gruppe abgestimmt haben.
## Umfragen: alle erreichen

survey-reach-names = { $names }{ $more ->
    [0] {""}
   *[other] {" "}und { $more } weitere
}
survey-reach-invitation = **Umfrage: { $title }**

    { $count ->
        [one] Für { $whose } ist Ihre Antwort gefragt.
       *[other] Ihre Antworten sind gefragt für: { $whose }.
    }
survey-reach-size = { $count ->
    [one] Es ist eine Frage
   *[other] { $partly ->
        [yes] Es sind höchstens
       *[no] Es sind
    } { $count } Fragen
}, das dauert etwa { $minutes ->
    [one] eine Minute
   *[other] { $minutes } Minuten
}.
survey-reach-until = Bitte antworten Sie bis { $until }.
survey-reach-pause = Sie können jederzeit unterbrechen, und Ihre Kolleginnen und Kollegen können mithelfen.
survey-reach-answer = Jetzt antworten
survey-reach-answer-for = Jetzt antworten: { $name }
survey-reach-reminder = **Erinnerung an die Umfrage „{ $title }“**
survey-reach-nothing = Von { $name } fehlt noch die Antwort.
survey-reach-begun = { $answered ->
    [0] { $name } hat begonnen, aber noch nicht abgesendet.
   *[other] { $name } hat { $answered } von { $count } Fragen beantwortet ({ $by }), aber noch nicht abgesendet.
}
survey-reach-as-deputy = Ich schreibe auch Ihnen, weil { $contact } noch nicht geantwortet hat.
survey-reach-deputy-too = Ihre Vertretung wurde auch erinnert.
survey-reach-other-address = Ich schreibe Ihnen hier, weil auf Ihrem anderen Konto keine Antwort kam.
survey-reach-reminder-until = { $days ->
    [0] **Heute** ist der letzte Tag: Bitte antworten Sie bis { $until }.
    [1] **Morgen** ist der letzte Tag: Bitte antworten Sie bis { $until }.
   *[other] Bitte antworten Sie bis { $until }.
}
survey-reach-unsent = Was nicht abgesendet ist, zählt am Ende nicht.
survey-reach-task = Auf die Umfrage „{ $title }“ antworten noch nicht: { $names }. Bitte nachfassen.
survey-reach-task-told = **Neue Aufgabe**, bis { $day }: { $names } { $count ->
    [one] hat auf die Umfrage „{ $title }“ noch nicht geantwortet oder ist nicht zu erreichen. Bitte fassen Sie nach.
   *[other] haben auf die Umfrage „{ $title }“ noch nicht geantwortet oder sind nicht zu erreichen. Bitte fassen Sie nach.
}

    Die Aufgabe erledigt sich von selbst, sobald alle geantwortet haben.
survey-reach-look = Umfrage ansehen
survey-reach-closed = **Die Umfrage „{ $title }“ ist geschlossen.**
survey-reach-results = Ergebnisse
survey-reach-rate = { $sent ->
    [one] 1 von { $asked } Kommunen hat geantwortet.
   *[other] { $sent } von { $asked } Kommunen haben geantwortet.
    }
survey-reach-rate-land = - { $land }: { $sent } von { $asked }
survey-reach-silent = Keine Antwort: { $names }
survey-reach-not-sent = Begonnen, aber nicht abgesendet; das zählt nicht: { $names }
survey-reach-now = { $count ->
    [0] Ich erinnere jetzt niemanden an „{ $title }“.
    [one] Ich erinnere jetzt eine Kommune an „{ $title }“: { $names }
   *[other] Ich erinnere jetzt { $count } Kommunen an „{ $title }“: { $names }
}
survey-reach-now-later = Heute ist kein Arbeitstag; die Erinnerung geht am { $day } hinaus.
survey-reach-skipped-too-soon = In den letzten { $days } Tagen angeschrieben: { $names }
survey-reach-skipped-enough = Schon { $most }-mal erinnert: { $names }
survey-reach-skipped-waiting = Eine Nachricht wartet noch auf einen guten Moment: { $names }
survey-reach-skipped-nobody = Niemand zu erreichen: { $names }
survey-reach-skipped-left = Nicht mehr gefragt: { $names }
survey-reach-not-open = Die Umfrage „{ $title }“ ist nicht offen.
survey-reach-nobody-missing = Alle gefragten Kommunen haben auf „{ $title }“ geantwortet.
survey-reach-preview = { $count ->
    [0] Niemand wird eingeladen.
    [one] Eingeladen wird eine Kommune:
   *[other] Eingeladen werden { $count } Kommunen:
}
survey-reach-preview-line = - { $name }: { $label }, { $network }
survey-reach-preview-more = - und { $more } weitere
survey-reach-preview-gone = - { $name }: angemeldet, aber nicht mehr zu erreichen; Aufgabe für { $task }
survey-reach-preview-nobody = - { $name }: niemand angemeldet; Aufgabe für { $task }
survey-reach-preview-silent = Nicht zu erreichen:
survey-reach-corrected = **Die Umfrage „{ $title }“ wurde berichtigt.** Für { $name } { $count ->
    [one] passt eine Antwort nicht mehr. Bitte beantworten Sie diese Frage noch einmal:
   *[other] passen { $count } Antworten nicht mehr. Bitte beantworten Sie diese Fragen noch einmal:
}
survey-reach-added = **Die Umfrage „{ $title }“ wurde berichtigt.** { $name } hat schon geantwortet; { $count ->
    [one] eine Frage ist jetzt offen. Bitte ergänzen Sie sie:
   *[other] { $count } Fragen sind jetzt offen. Bitte ergänzen Sie sie:
}
survey-reach-question = - { $label }
why-survey = Sie erhalten das, weil Sie in der Umfrage „{ $title }“ für { $whose } gefragt sind.
why-survey-task = Sie erhalten das, weil Kommunen, die Sie koordinieren, auf die Umfrage „{ $title }“ nicht geantwortet haben.
why-survey-office = Sie erhalten das, weil Sie die Umfrage „{ $title }“ betreuen oder zur Koordinierungsstelle gehören.
## Surveys: making them

help-umfrage = - **umfrage** – Umfrage anlegen, auch aus einer Tabelle, und verwalten: *umfrage 3*. In einer Gruppe abstimmen lassen: *umfrage Kommen Sie? ja / nein*
survey-author-title = Umfrage
survey-author-questions = Fragebogen
survey-author-name = Titel
survey-author-quick = Einzelne Fragen
survey-author-audience = Wer gefragt wird
survey-author-excluded = Wer nicht gefragt wird
survey-author-opens = Beginn
survey-author-closes = Ende
survey-author-anonymity = Wer die Antworten sieht
survey-author-follows = Vergleich mit früher
survey-author-reminders = Wie oft ich erinnere
survey-author-reminder_days = Abstand beim Erinnern
survey-author-ask-questions = Was möchten Sie fragen? Senden Sie mir die Umfrage als XLSX- oder CSV-Datei im Format XLSForm (Anleitung: xlsform.org). Für wenige Fragen schreiben Sie *schnell*, das geht ohne Datei.
survey-author-name-wanted = Die Umfrage braucht noch einen Namen, zum Beispiel „Wohnraum im Herbst“.
survey-author-ask-name = Wie heißt die Umfrage? Danach geht es mit den Fragen weiter.
survey-author-ask-quick = Bitte schreiben Sie die erste Frage, dahinter, welche Antwort Sie erwarten:
    - *Wie viele Plätze könnten Sie ab Herbst anbieten? Zahl*
    - *Welche Gruppe zuerst? UMF / Familien / alle*
    - *Was brauchen Sie am meisten? (mehrere) Geld / Wohnungen / Personal*
    - *Machen Sie mit? ja/nein* oder *Bis wann? Datum* oder *Wie dringend? 1-5*
    Ohne Angabe dahinter ist die Antwort ein Text.
survey-author-more-quick = Bitte schreiben Sie die nächste Frage, oder *fertig*. Mit *2: …* ersetzen Sie die zweite, mit *2 löschen* fällt sie weg.
survey-author-ask-audience = Welche Kommunen fragen Sie? *alle*, Länder, Programme oder Namen, auch mit Ausnahmen: *NRW und Hessen ohne Köln, Bonn*.
survey-author-ask-excluded = Soll eine davon nicht gefragt werden? Bitte schreiben Sie die Namen mit Komma dazwischen, oder *überspringen*.
survey-author-ask-opens = Ab wann kann geantwortet werden? *sofort*, also gleich nach dem Veröffentlichen, oder ein Tag, auch mit Uhrzeit: *{ $example-start } 10:00*.
survey-author-ask-closes = Bis wann kann geantwortet werden? Ein Tag zählt bis 23:59 Uhr; auch *2 Wochen* oder *{ $example-end } 18:00*.
survey-author-ask-anonymity = Wer darf die Antworten sehen? Nach dem Veröffentlichen lässt sich das nicht mehr ändern.
    - **Alle**: Alle Mitglieder sehen die Ergebnisse laufend, mit dem Namen der Kommune.
    - **Koordination**: Wer was geantwortet hat, sehen nur die Koordinierungsstelle und Sie. Die Kommunen sehen nach dem Ende Zahlen, aus denen keine einzelne Kommune herauszulesen ist, und freie Texte ohne Namen.
    - **Niemand**: Antworten werden ohne Namen gespeichert; auch ich finde nicht mehr heraus, von wem sie sind. Sichtbar bleibt nur, wer teilgenommen hat. Abgeschickte Antworten kann niemand mehr ändern.
survey-author-ask-follows = Mit welcher früheren Umfrage möchten Sie die Ergebnisse vergleichen? Verglichen werden Fragen mit gleichem Namen. Wenn mit keiner: *überspringen*.
survey-author-ask-reminders = Wie oft soll ich eine Kommune höchstens erinnern, die noch nicht geantwortet hat? *keine* oder eine Zahl bis 10.
survey-author-ask-reminder_days = Wie viele Tage sollen mindestens zwischen zwei Erinnerungen liegen? 1 bis 60.
survey-author-send = Ja, so speichern
survey-author-choose-quick = Schnell: wenige Fragen hier schreiben
survey-author-choose-now = Sofort nach dem Veröffentlichen
survey-author-choose-open = Alle Mitglieder
survey-author-choose-coordinators = Nur die Koordination
survey-author-choose-nobody = Niemand: anonym
survey-author-weeks = { $count ->
    [one] 1 Woche
   *[other] { $count } Wochen
    }, bis { $day }
survey-author-named = { $name } (Umfrage Nr. { $number })
survey-author-called = **{ $name }**
survey-author-file-read = Gelesen: „{ $name }“, { $count ->
    [one] 1 Frage
   *[other] { $count } Fragen
    }, alles in Ordnung.
survey-author-file-faults = { $count ->
    [one] In der Datei ist etwas nicht in Ordnung. Bitte berichtigen Sie es und senden Sie die Datei noch einmal.
   *[other] In der Datei sind { $count } Dinge nicht in Ordnung. Bitte berichtigen Sie alle und senden Sie die Datei noch einmal.
    }
survey-author-file-many = In der Datei sind { $count } Dinge nicht in Ordnung. Hier sind die ersten { $shown }, alle stehen in der angehängten Datei. Bitte berichtigen Sie sie und senden Sie die Umfrage noch einmal.
survey-author-faults-file = fehler.txt
survey-author-questions-unclear = Das kann ich nicht als Umfrage lesen. Bitte senden Sie eine XLSX- oder CSV-Datei, oder schreiben Sie *schnell*.
survey-author-partly = Nicht gefragt, weil ich es nicht kenne: { $unknown }. Die anderen habe ich übernommen.
survey-author-place-unknown = Eine Kommune „{ $typed }“ kenne ich nicht. Bitte prüfen Sie den Namen.
survey-author-not-asked-anyway = { $place } wird ohnehin nicht gefragt. Bitte nennen Sie nur Kommunen, die dabei wären.
survey-author-opens-past = { $at } ist schon vorbei. Bitte nennen Sie einen späteren Beginn, oder *sofort*.
survey-author-closes-past = { $until } ist schon vorbei. Bitte nennen Sie ein späteres Ende.
survey-author-closes-early = Von { $at } bis { $until } ist es weniger als ein Tag. Bitte lassen Sie den Kommunen mindestens einen Tag Zeit und nennen Sie ein späteres Ende.
survey-author-not-longer = Die Umfrage läuft schon bis { $until }; { $at } ist nicht später. Ein früheres Ende geht nur mit *ändern*.
survey-author-closes-late = { $until } ist mehr als zwei Jahre nach dem Beginn. Bitte nennen Sie ein früheres Ende.
survey-author-understood = Verstanden als { $at }.
survey-author-anonymity-unclear = Das ist keine der drei Möglichkeiten. Bitte schreiben Sie ihre Nummer: 1, 2 oder 3.
survey-author-files-named = Diese Umfrage fragt nach Dateien, und Dateien verraten, von wem sie sind. Anonym geht das nicht. Bitte wählen Sie anders, wer die Antworten sieht, oder nehmen Sie die Fragen nach Dateien heraus.
survey-author-wave-unknown = Eine frühere Umfrage „{ $typed }“ gibt es nicht. Bitte schreiben Sie ihre Nummer, oder *überspringen*.
survey-author-review = Bitte prüfen Sie. Gespeichert wird ein Entwurf; gefragt wird noch niemand.
survey-author-review-change = Bitte prüfen Sie. Die Umfrage ist schon veröffentlicht; das gilt dann sofort:
survey-author-questions-count = { $count ->
    [one] 1 Frage
   *[other] { $count } Fragen
    }
survey-author-questions-more = { $count ->
    [one] und 1 weitere
   *[other] und { $count } weitere
    }
survey-author-question = - Frage { $number }: { $label } – { $kind }
survey-author-for = Gefragt: { $party }
survey-author-for-without = Gefragt: { $party }, ohne { $places }
survey-author-opens-at-once = Beginn: sofort nach dem Veröffentlichen
survey-author-from = Beginn: { $at }
survey-author-until = Ende: { $until }
survey-author-until-was = Bisher war das Ende { $until }.
survey-author-sees-open = Alle Mitglieder sehen, was jede Kommune antwortet.
survey-author-sees-coordinators = Wer was geantwortet hat, sehen nur die Koordinierungsstelle und wer die Umfrage erstellt hat. Die Kommunen erhalten Zahlen und freie Texte ohne Namen.
survey-author-sees-nobody = Anonym: Niemand sieht, wer was geantwortet hat; sichtbar ist nur, wer teilgenommen hat.
survey-author-reminded = { $count ->
    [0] Wer nicht antwortet, wird nicht erinnert.
   *[other] Wer nicht antwortet, wird höchstens { $count }-mal erinnert, im Abstand von mindestens { $days ->
        [one] einem Tag
       *[other] { $days } Tagen
    }, zuletzt kurz vor dem Ende; danach bekommt die Länderkoordination eine Aufgabe.
    }
survey-author-compared = Verglichen mit: { $title }
survey-author-is-draft = Entwurf; gefragt wurde noch niemand.
survey-author-is-waiting = Veröffentlicht, noch nicht geöffnet.
survey-author-is-open = Veröffentlicht und geöffnet.
survey-author-is-closed = Beendet am { $until }.
survey-author-rate = Beantwortet: { $sent } von { $invited } Kommunen{ $begun ->
    [0] .
    [one] ; 1 weitere hat begonnen.
   *[other] ; { $begun } weitere haben begonnen.
    }
survey-author-saved = Gespeichert als Entwurf: { $title }. Bitte gehen Sie ihn jetzt so durch, wie die Kommunen ihn sehen werden; danach können Sie ihn veröffentlichen.
survey-author-saved-open = Gespeichert: { $title }. Das gilt ab sofort.
survey-author-unchanged = An { $title } hat sich nichts geändert.
survey-author-changed-meanwhile = Jemand anders hat die Umfrage gerade geändert. Bitte prüfen Sie noch einmal, mit dem neuen Stand:
survey-author-seen-otherwise = Jemand anders hat die Umfrage gerade geändert; es ist nichts geschehen. So ist sie jetzt:
survey-author-over = { $title } ist beendet und lässt sich nicht mehr ändern.
survey-author-unknown = Eine Umfrage Nr. { $number }, die Sie bearbeiten dürfen, gibt es nicht.
survey-author-unclear = „{ $typed }“ verstehe ich hier nicht. Eine neue Umfrage beginnen Sie mit *umfrage*; zu einer, die es gibt, schreiben Sie ihre Nummer, zum Beispiel *umfrage 3*.
survey-author-deeds = „{ $typed }“ kenne ich nicht. Das können Sie mit { $title } tun:
survey-author-deed-meant = „{ $typed }“ kenne ich nicht. Meinten Sie:
survey-author-do-preview = Durchgehen
survey-author-do-publish = Veröffentlichen
survey-author-do-change = Ändern
survey-author-do-delete = Löschen
survey-author-do-extend = Verlängern
survey-author-do-correct = Korrigieren
survey-author-do-remind = Jetzt erinnern
survey-author-do-export = Als Datei
survey-author-do-close = Schließen
survey-author-preview-first = Bitte gehen Sie { $title } erst selbst durch, so wie der Entwurf jetzt ist: So fallen Fehler auf, bevor alle sie sehen.
survey-author-published-already = { $title } ist schon veröffentlicht.
survey-author-nobody = { $title } erreicht niemanden. Bitte ändern Sie, wer gefragt wird.
survey-author-invites-now = Die Einladungen gehen gleich hinaus.
survey-author-invites-later = Die Einladungen gehen hinaus am { $at }.
survey-author-final = Danach bleiben Fragen, Beginn und wer die Antworten sieht, wie sie sind. Korrigieren und verlängern können Sie.
survey-author-review-publish = Diese Umfrage veröffentlichen?
survey-author-published = Veröffentlicht: { $title }. { $count ->
    [one] Eine Kommune wird
   *[other] { $count } Kommunen werden
    } jetzt eingeladen; geantwortet werden kann bis { $until }.
survey-author-published-later = Veröffentlicht: { $title }. { $count ->
    [one] Eine Kommune wird
   *[other] { $count } Kommunen werden
    } eingeladen am { $at }; geantwortet werden kann bis { $until }.
survey-author-review-close = Diese Umfrage jetzt schließen? Wer noch nicht geantwortet hat, kann es dann nicht mehr.
survey-author-not-open = { $title } ist gerade nicht geöffnet.
survey-author-closed = Geschlossen: { $title }.
survey-author-review-delete = Diesen Entwurf löschen? Das lässt sich nicht zurückholen.
survey-author-no-deleting = { $title } ist veröffentlicht und lässt sich nicht löschen, nur schließen.
survey-author-deleted = Gelöscht: { $title }.
survey-author-whom = Für welche Kommune möchten Sie antworten? Bitte schreiben Sie zum Beispiel *umfrage { $number } für Köln*.
survey-author-not-your-land = { $place } liegt in keinem Land, für das Sie zuständig sind.
survey-author-not-asked = { $place } ist in { $title } nicht gefragt.
survey-author-no-correcting = { $title } lässt sich nicht korrigieren: Das geht nur, solange eine veröffentlichte Umfrage läuft. Einen Entwurf können Sie einfach ändern.
survey-author-review-correct = Diese Umfrage korrigieren? Die neue Fassung gilt dann sofort.
survey-author-added = Neu ({ $count }): { $labels }
survey-author-removed = Fällt weg ({ $count }): { $labels }
survey-author-changed = Geändert ({ $count }): { $labels }
survey-author-changed-unseen = Geändert ist nur, was niemand sieht, zum Beispiel eine Berechnung.
survey-author-same = An den Fragen ändert sich nichts.
survey-author-carried = { $count ->
    [0] Bisher gibt es keine Antworten, die übernommen werden.
    [one] 1 Antwort wird übernommen.
   *[other] { $count } Antworten werden übernommen.
    }
survey-author-lost = { $count ->
    [one] 1 Antwort passt nicht mehr und geht verloren; was noch gefragt wird, muss ihre Kommune neu beantworten.
   *[other] { $count } Antworten von { $places ->
        [one] einer Kommune
       *[other] { $places } Kommunen
    } passen nicht mehr und gehen verloren; was noch gefragt wird, muss dort neu beantwortet werden.
    }
survey-author-lost-nameless = { $count ->
    [one] 1 abgegebene Antwort passt nicht mehr und geht verloren. Die Umfrage ist anonym: Niemand kann sie neu geben.
   *[other] { $count } abgegebene Antworten passen nicht mehr und gehen verloren. Die Umfrage ist anonym: Niemand kann sie neu geben.
    }
survey-author-reason = Grund: { $reason }
survey-author-corrected = Korrigiert: { $title }, jetzt Fassung { $number }. Übernommene Antworten: { $count }, verlorene: { $lost }.
survey-publish-title = Umfrage veröffentlichen
survey-publish-send = Ja, veröffentlichen
survey-close-title = Umfrage schließen
survey-close-send = Ja, jetzt schließen
survey-delete-title = Entwurf löschen
survey-delete-send = Ja, löschen
survey-correct-title = Umfrage korrigieren
survey-correct-questions = Fragebogen
survey-correct-quick = Einzelne Fragen
survey-correct-reason = Grund
survey-correct-ask-questions = Bitte senden Sie mir die berichtigte Umfrage als XLSX- oder CSV-Datei. Fragen, die gleich bleiben, behalten ihren Namen; nur so bleiben ihre Antworten. Kurze Umfragen können Sie auch hier berichtigen: *schnell*.
survey-correct-ask-quick = Bitte schreiben Sie die erste Frage, dahinter, welche Antwort Sie erwarten, zum Beispiel *Wie viele Plätze? Zahl*.
survey-correct-more-quick = Die bisherigen Fragen stehen noch. Mit *2: …* ersetzen Sie die zweite, mit *2 löschen* fällt sie weg; eine weitere schreiben Sie einfach. Dann *fertig*.
survey-correct-ask-reason = Was war falsch? Ein Satz, den alle lesen dürfen; oder *überspringen*.
survey-correct-send = Ja, korrigieren
survey-quick-text = Text
survey-quick-integer = Zahl
survey-quick-decimal = Zahl, auch mit Komma
survey-quick-range = Skala von { $least } bis { $greatest }
survey-quick-date = Datum
survey-quick-one = eine von: { $options }
survey-quick-several = mehrere von: { $options }
survey-quick-rank = Reihenfolge von: { $options }
survey-quick-acknowledge = zur Kenntnis
survey-quick-note = Hinweis ohne Antwort
survey-quick-file = Datei
survey-quick-image = Bild
survey-quick-required = Pflichtfrage
survey-quick-hint = mit dem Hinweis „{ $hint }“
survey-quick-removed = { $count ->
    [0] Gelöscht. Jetzt steht keine Frage mehr da.
    [one] Gelöscht. Jetzt ist es 1 Frage.
   *[other] Gelöscht. Jetzt sind es { $count } Fragen.
    }
survey-quick-no-text = In „{ $typed }“ fehlt die Frage selbst. Bitte schreiben Sie sie so: *Wie viele Plätze? Zahl*.
survey-quick-few = In „{ $typed }“ fehlen die Antworten. Bitte schreiben Sie mindestens zwei, mit Schrägstrich dazwischen: *Was fehlt? (mehrere) Geld / Personal*.
survey-quick-twice = In „{ $typed }“ steht eine Antwort zweimal. Bitte nennen Sie jede einmal.
survey-quick-scale = „{ $typed }“ ist keine Skala. Bitte schreiben Sie zum Beispiel *1-5*.
survey-quick-no-line = Eine Frage { $number } gibt es nicht.
survey-quick-many = Im Chat sind höchstens { $most } Fragen möglich. Für mehr senden Sie bitte eine Tabelle.
survey-poll-in-group-only = Eine Frage an eine Gruppe stellen Sie dort, zum Beispiel *!umfrage Frage? a / b*. Umfragen an alle Kommunen macht die Koordination.
survey-poll-no-correcting = Die Abstimmung „{ $title }“ steht in einer Gruppe und lässt sich nicht mehr ändern. Bitte schließen Sie sie und stellen Sie die Frage dort neu.
survey-author-do-files = Dateien
survey-files-unasked = „{ $title }“ fragt nicht nach Dateien.
survey-files-none = Zu „{ $title }“ hat noch keine Kommune eine Datei abgesendet.
survey-files-none-of = { $place } hat zu „{ $title }“ keine Datei abgesendet.
survey-files-list = { $count ->
    [one] Eine Kommune hat
   *[other] { $count } Kommunen haben
 } zu „{ $title }“ Dateien abgesendet. Wessen Dateien möchten Sie?{ $more ->
    [0] {""}
   *[other] {" "}{ $more } weitere stehen hier nicht; bitte schreiben Sie den Namen, zum Beispiel *umfrage { $number } dateien Köln*.
 }
survey-files-file = { $place } zu „{ $question }“: { $name }
survey-correct-files-named = Die berichtigte Umfrage fragt nach Dateien, und Dateien verraten, von wem sie sind. Diese Umfrage ist anonym; es hat sich nichts geändert. Bitte nehmen Sie die Fragen nach Dateien heraus.
survey-poll-plan = Abstimmung in einer Gruppe; einzeln eingeladen oder erinnert wird niemand.
survey-poll-no-reminding = „{ $title }“ ist eine Abstimmung in einer Gruppe; einzeln erinnere ich daran niemanden.

# Fragen an die Koordinierungsstelle

help-frage = - **frage** – die Koordinierungsstelle etwas fragen: *frage Wann kommt die Antwort?* Oder schreiben Sie einfach.
help-fragen = - **fragen** – Fragen an die Koordinierungsstelle und ihre Antworten: *fragen 12*
help-vorlagen = - **vorlagen** – Antworten, die oft passen: *vorlage Frist: Die Frist endet am …*
enquiry-title = Frage an die Koordinierungsstelle
enquiry-ask-text = Was möchten Sie die Koordinierungsstelle fragen? Schreiben Sie es einfach, gern auch mit einer Datei.
enquiry-file-title = Datei für die Koordinierungsstelle
enquiry-file-ask-text = Die Datei ist angekommen. Wozu ist sie? Schreiben Sie ein paar Worte, dann gebe ich beides der Koordinierungsstelle weiter.
enquiry-file-dropped = Gut, die Datei ist verworfen. Weitergegeben wurde nichts.
enquiry-reply-title = Antwort auf eine Frage
enquiry-reply-ask-text = Bitte schreiben Sie die Antwort. Sie geht so an die Person.
enquiry-passed = Ihre Frage liegt der Koordinierungsstelle vor; die Antwort kommt hier in den Chat.
enquiry-passed-nobody = Ihre Frage ist notiert. In der Koordinierungsstelle ist noch niemand angemeldet; wer es als Erstes ist, findet sie vor. Die Antwort kommt hier in den Chat.
enquiry-added = Auch das ist jetzt weitergegeben.
enquiry-added-again = Ihre Frage ist wieder offen; auch das ist jetzt weitergegeben.
enquiry-own = Fragen an die Koordinierungsstelle beantworten Sie selbst. Mit *fragen* sehen Sie, welche offen sind.
enquiry-how = Schreiben Sie *frage* und Ihre Frage in einer Nachricht, zum Beispiel *frage Wann kommt die Antwort?* Dann gebe ich sie weiter, und Ihr Gespräch hier geht weiter.
enquiry-no-role = Neue Fragen kann ich für Sie nicht mehr weitergeben, denn Sie haben in diesem Netz keine Rolle mehr. Was Sie gefragt haben, wird noch beantwortet.
enquiry-offer = Das kann ich nicht selbst beantworten. Soll ich es der Koordinierungsstelle weitergeben? Was ich kann, zeigt Ihnen *hilfe*.
enquiry-offer-below = Das passt zu keiner der Möglichkeiten oben; bitte wählen Sie eine davon. Soll es die Koordinierungsstelle lesen, schreiben Sie *frage* davor.
enquiry-with-word = Das habe ich leider nicht verstanden. Ist es eine Frage an die Koordinierungsstelle, schreiben Sie *frage* davor.
enquiry-two-ways = Soll ich das der Koordinierungsstelle weitergeben, oder meinten Sie den Befehl?
enquiry-do-pass-on = An die Koordinierungsstelle weitergeben
enquiry-do-pass-plain = Ohne ein Wort weitergeben
enquiry-do-drop = Verwerfen
enquiry-do-withdraw = Doch nicht fragen
enquiry-withdrawn = Zurückgenommen. Die Koordinierungsstelle hat nichts mehr davon.
enquiry-withdrawn-late = Zurücknehmen geht nur in den ersten zwei Minuten und solange sich niemand darum kümmert. Schreiben Sie einfach, dass es sich erledigt hat.
talk-greeting = Guten Tag! Schreiben Sie einfach, worum es geht. Was ich kann, zeigt Ihnen *hilfe*.
talk-thanks = Gern geschehen.
enquiry-head = **Frage Nr. { $number }** von { $label }
enquiry-head-of = **Frage Nr. { $number }** von { $label } ({ $lands })
enquiry-about = Zum Rundschreiben Nr. { $number } „{ $subject }“
enquiry-open-items = Dort noch offen: { $items }
enquiry-file = Datei: { $name }
enquiry-only-file = eine Datei
enquiry-how-room = Was Sie hier im Thread schreiben, geht an die Person; was mit *//* beginnt, bleibt unter Ihnen. Auch: *übernehmen*, *schließen*, *an NRW*, *vorlage NAME*, *morgen 9 Uhr: …*
enquiry-how-chat = Eine Antwort auf diese Nachricht geht an die Person.
enquiry-do-claim = Übernehmen
enquiry-do-answer = Antworten
enquiry-do-close = Schließen
enquiry-do-reopen = Wieder öffnen
enquiry-do-back = Zurück an die Koordinierungsstelle
enquiry-do-take-back = Zurücknehmen
enquiry-more = **{ $label }** zu Frage Nr. { $number }:
enquiry-more-again = **{ $label }** schreibt wieder; Frage Nr. { $number } ist damit wieder offen:
enquiry-answered-by = **{ $label }** hat auf Frage Nr. { $number } geantwortet:
enquiry-answer = **{ $label }** zu Ihrer Frage vom { $day }:
enquiry-answer-to = **{ $label }** zu Ihrer Frage vom { $day } („{ $beginning }“):
enquiry-sent = An { $label } gesendet.
enquiry-sent-later = Geht an { $label }, sobald dort niemand mehr gestört wird: { $until }.
enquiry-unreachable = Nicht zugestellt: { $label } ist zurzeit in keinem Chat erreichbar.
enquiry-undelivered = Nicht zugestellt: Ihre Antwort auf Frage Nr. { $number } kam bei { $label } nicht an, denn der Chat ist nicht mehr erreichbar.
enquiry-planned = Geht am { $at } an { $label }. Bis dahin nehmen Sie es mit *zurücknehmen* zurück.
enquiry-moment-unclear = An die Person ging nichts: „{ $typed }“ verstehe ich nicht als Zeitpunkt. Schreiben Sie zum Beispiel *morgen 9 Uhr: …*; soll es so hinausgehen: *antwort …*
enquiry-planned-past = { $at } ist schon vorbei; gesendet wurde nichts. Bitte nennen Sie einen späteren Zeitpunkt. Soll der Text so hinausgehen, schreiben Sie *antwort …*
enquiry-planned-none = Hier ist keine Antwort geplant.
enquiry-planned-taken-back = { $count ->
    [one] Die geplante Antwort geht nicht hinaus.
   *[other] Die { $count } geplanten Antworten gehen nicht hinaus.
 }
enquiry-claimed = Sie kümmern sich um Frage Nr. { $number }.
enquiry-claimed-told = { $label } kümmert sich um Frage Nr. { $number }.
enquiry-claimed-already = Frage Nr. { $number } hat schon jemand übernommen ({ $label }). Mit *übernehmen!* nehmen Sie sie trotzdem.
enquiry-closed = Frage Nr. { $number } ist geschlossen.
enquiry-closed-told = { $label } hat Frage Nr. { $number } geschlossen.
enquiry-reopened = Frage Nr. { $number } ist wieder offen.
enquiry-reopened-told = { $label } hat Frage Nr. { $number } wieder geöffnet.
enquiry-not-open = Frage Nr. { $number } ist nicht offen. Mit *wieder öffnen* öffnen Sie sie.
enquiry-not-closed = Frage Nr. { $number } ist gar nicht geschlossen.
enquiry-not-now = Das hat sich schon erledigt: Frage Nr. { $number } liegt bereits dort oder ist nicht mehr offen.
enquiry-handed = Frage Nr. { $number } ist weitergegeben: { $to }.
enquiry-handed-told = { $label } hat Frage Nr. { $number } weitergegeben.
enquiry-land-nobody = Für { $land } ist noch keine Länderkoordination angemeldet. Die Frage bleibt, wo sie ist.
enquiry-not-yours = Das habe ich nicht weitergegeben: Antworten kann hier nur, wer bei mir als Koordinierungsstelle angemeldet ist.
enquiry-order-unknown = Das kenne ich hier nicht; an die Person ging nichts. Möglich sind *übernehmen*, *schließen*, *wieder öffnen*, *an NRW*, *vorlage NAME* und *morgen 9 Uhr: …*
enquiry-order-nearest = An die Person ging nichts. Meinten Sie *{ $word }*? Soll es so hinausgehen, schreiben Sie *antwort { $typed }*.
enquiry-is-withdrawn = Frage Nr. { $number } wurde zurückgenommen.
enquiry-answering = Antwort an { $label }:
enquiry-how-answer = Antworten Sie direkt auf die Nachricht mit der Frage, oder schreiben Sie *fragen { $number } antworten* und dahinter den Text.
enquiry-deed-unknown = „{ $typed }“ verstehe ich bei Frage Nr. { $number } nicht. Möglich sind *antworten*, *übernehmen*, *schließen*, *wieder öffnen*, *an NRW*, *vorlage NAME*.
enquiry-unknown = „{ $typed }“ finde ich nicht. Mit *fragen* sehen Sie, welche Fragen es gibt.
enquiries-none = Es ist keine Frage offen.
enquiries-heading = { $count ->
    [one] **Eine Frage ist offen:**
   *[other] **{ $count } Fragen sind offen:**
 }
enquiries-own-none = Sie haben noch nichts gefragt. Schreiben Sie einfach, was Sie wissen möchten.
enquiries-own-heading = **Ihre Fragen:**
enquiry-choice = Nr. { $number } ansehen
enquiry-line = - Nr. { $number } · { $label } · „{ $beginning }“ · { $state }
enquiry-own-line = - Nr. { $number } vom { $day } · „{ $beginning }“ · { $state }
enquiry-own-waiting = wartet auf Antwort
enquiry-own-answered = beantwortet
enquiry-own-closed = abgeschlossen
enquiry-is-closed = geschlossen
enquiry-is-taken-back = zurückgenommen
enquiry-is-answered = beantwortet, nicht geschlossen
enquiry-waits = { $days ->
    [0] seit heute
    [one] seit 1 Tag
   *[other] seit { $days } Tagen
 }
enquiry-with = bei { $label }
enquiry-with-land = an { $land } gegeben
enquiry-card = **Frage Nr. { $number }** · { $label } · { $state }
enquiry-said = **{ $label }**, { $at }:
enquiry-planned-said = **{ $label }**, geplant für { $at }:
enquiry-unclaimed = Darum kümmert sich noch niemand:
    { $line }
enquiries-still-open = Noch offen: { $count ->
    [one] 1 Frage an die Koordinierungsstelle
   *[other] { $count } Fragen an die Koordinierungsstelle, die älteste
 } { $days ->
    [0] seit heute
    [one] seit 1 Tag
   *[other] seit { $days } Tagen
 } (Nr. { $numbers })
canned-list = Vorlagen: { $names }. Zum Ansehen *vorlage NAME*, zum Senden bei einer Frage *vorlage NAME!*
canned-none = Es gibt noch keine Vorlagen. Eine legen Sie so an: *vorlage Frist: Die Frist endet am …*
canned-unknown = Eine Vorlage „{ $typed }“ gibt es nicht.
canned-kept = Vorlage *{ $name }* ist angelegt.
canned-kept-again = Vorlage *{ $name }* ist geändert.
canned-removed = Vorlage *{ $name }* ist gelöscht.
canned-shown = Vorlage *{ $name }*:
    { $text }
canned-shown-to-send = Vorlage *{ $name }*:
    { $text }

    Mit *vorlage { $name }!* geht sie so hinaus.
canned-do-send = So senden
why-enquiry = Sie erhalten das, weil Sie die Koordinierungsstelle etwas gefragt haben.
why-enquiry-desk = Sie erhalten das, weil Sie Fragen der Kommunen beantworten.
# Rundschreiben: die Nachricht, wie sie ankommt (handlers/announcement_*.py)
announcement-head = **{ $subject }**
announcement-head-corrected = **Korrektur: { $subject }**
announcement-no-place = keine Kommune
open-nothing = nichts
open-survey = Umfrage „{ $name }“
open-meeting = Antwort zu „{ $name }“
open-task = Aufgabe „{ $name }“
open-more = { $count } weitere

## Announcements on their way: status, what stopped them, and the report

announcing-is-released = 📤 Rundschreiben { $number } „{ $subject }“ ist freigegeben.
announcing-is-running = 📤 Rundschreiben { $number } „{ $subject }“ läuft.
announcing-is-paused = ⏸ Rundschreiben { $number } „{ $subject }“ ist angehalten.
announcing-is-finished = ✅ Rundschreiben { $number } „{ $subject }“ ist verschickt.
announcing-is-cancelled = ⏹ Rundschreiben { $number } „{ $subject }“ ist abgebrochen.
announcing-is-withdrawn = ↩ Rundschreiben { $number } „{ $subject }“ ist widerrufen.
announcing-removed = Zurückgenommene Nachrichten: { $count } von { $total }
announcing-not-removed = Nicht zurückgenommen, weil der Chat das nicht mehr zuließ: { $count }
announcing-void-withdrawn = ⚠ Rundschreiben { $number } „{ $subject }“ ist nicht gestartet: Was es korrigieren sollte, ist inzwischen widerrufen.
announcing-sent = Gesendet: { $sent } von { $count }
announcing-places = Erreichte Kommunen: { $reached } von { $count }
announcing-failed = Nicht zugestellt: { $count } ({ $reasons })
announcing-dropped = Nicht mehr angeschrieben: { $count } ({ $reasons })
announcing-cancelled = Nicht gesendet, weil abgebrochen: { $count }
announcing-doubled = Vielleicht doppelt angekommen: { $count }
announcing-unclear = Unklar, ob angekommen: { $count }
announcing-reason = { $count }-mal { $reason }
announcing-why-gone = Chat verlassen oder blockiert
announcing-why-unreachable = nicht erreichbar
announcing-why-refused = vom Netz abgelehnt
announcing-why-throttled = zu viele Nachrichten
announcing-why-moved = Chat umgezogen
announcing-why-misconfigured = Zugang zum Netz gestört
announcing-why-expired = zu lange gewartet
announcing-why-role = hat die Aufgabe nicht mehr
announcing-why-cancelled = abgebrochen
announcing-why-unclear = vielleicht doppelt oder nicht angekommen
announcing-left = Noch { $count }, etwa { $minutes ->
    [one] eine Minute
   *[other] { $minutes } Minuten
 }.
announcing-waiting = Noch { $count }.
announcing-do-pause = Anhalten
announcing-do-cancel = Abbrechen
announcing-do-go-on = Weiter senden
announcing-open = Rundschreiben ansehen
announcing-stopped = ⚠ Rundschreiben { $number } „{ $subject }“ hat sich selbst angehalten: { $count } Nachrichten kamen nicht an. Bitte sehen Sie nach, woran das liegt, und senden Sie dann weiter oder brechen Sie ab.
announcing-void-late = ⚠ Rundschreiben { $number } „{ $subject }“ ist nicht gestartet: Zur geplanten Zeit war der Dienst nicht in Betrieb. Bitte prüfen Sie, ob es noch stimmt, und geben Sie es neu frei.
announcing-void-role = ⚠ Rundschreiben { $number } „{ $subject }“ ist nicht gestartet: Wer es freigegeben hat, darf das inzwischen nicht mehr. Bitte lassen Sie es neu freigeben.
announcing-void-changed = ⚠ Rundschreiben { $number } „{ $subject }“ ist nicht gestartet: Es hat sich seit der Freigabe geändert. Bitte lassen Sie es neu freigeben.
announcing-withdrawn = Das Rundschreiben „{ $subject }“ wurde zurückgezogen.
announcing-report = **Bericht**
announcing-report-file = rundschreiben-{ $number }.csv
announcing-land = • { $land }: { $reached } von { $count }
announcing-group = Gruppe: { $role }
announcing-column-recipient = Empfänger*in
announcing-column-municipality = Kommune
announcing-column-ags = AGS
announcing-column-land = Land
announcing-column-network = Netz
announcing-column-outcome = Ergebnis
announcing-column-reason = Grund
announcing-outcome-sent = gesendet
announcing-outcome-failed = nicht zugestellt
announcing-outcome-cancelled = abgebrochen
announcing-outcome-waiting = wartet
announcing-outcome-none = nicht angeschrieben
why-announcement = Sie bekommen das Rundschreiben „{ $subject }“, weil Sie in der Auswahl seiner Absender*innen sind.

## Rundschreiben: schreiben, freigeben, lenken

help-rundschreiben = - **rundschreiben** – an alle schreiben, freigeben, verfolgen, korrigieren: *rundschreiben neu*, *rundschreiben 7*
announcement-title = Rundschreiben
announcement-send = Ja, als Entwurf speichern
announcement-subject = Betreff
announcement-text = Text
announcement-files = Anhänge
announcement-urgency = Dringlichkeit
announcement-audience = Wer es bekommt
announcement-groups = Gruppen
announcement-pinned = Anheften
announcement-starts = Zeitpunkt
announcement-subject_english = Englische Fassung
announcement-text_english = Englischer Text
announcement-ask-subject = Wie lautet der Betreff? Er steht fett über dem Text.
announcement-ask-text = Bitte schreiben Sie den Text, gern in mehreren Nachrichten, und am Ende *fertig*. Sie können ihn auch als Datei (.md oder .txt) senden. Für jede*n anders eingesetzt werden {"{"}Kommune{"}"}, {"{"}Rolle{"}"} und {"{"}offen{"}"} (was noch zu tun ist); eine Klammer selbst schreiben Sie doppelt.
announcement-more-text = Bitte schreiben Sie weiter, oder *fertig*.
announcement-ask-files = Gibt es Anhänge? Bitte senden Sie sie einzeln, zusammen höchstens 20 MB.
announcement-more-files = Noch ein Anhang? Sonst bitte *fertig*.
announcement-ask-urgency = Wie dringend ist es?
 - **Normal**: kommt nicht nachts, nicht an Feiertagen und nicht während einer erbetenen Pause.
 - **Dringend**: kommt sofort, auch nachts und in einer Pause.
 - **Niedrig**: wartet auch das Wochenende ab; mehr als drei in einer Woche kommen gesammelt am Montag.
announcement-urgency-normal = Normal
announcement-urgency-urgent = Dringend
announcement-urgency-low = Niedrig
announcement-urgency-unclear = „{ $typed }“ kenne ich nicht. Bitte wählen Sie *normal*, *dringend* oder *niedrig*.
announcement-ask-audience = Wer soll es bekommen? Zum Beispiel *alle*, *NRW und Hessen*, *Ansprechpersonen in Bayern* oder Namen. Soll es nur in Gruppen gehen, überspringen Sie das.
announcement-more-audience = Stimmt das so? Sonst machen Sie es enger oder weiter, zum Beispiel *nur Ansprechpersonen* oder *außer Köln*.
announcement-ask-groups = Soll es auch in Gruppen stehen? Bitte nennen Sie die Nummern, mit Kommas dazwischen, oder *alle Gruppen*.
announcement-group = { $role } auf { $network }
announcement-group-unknown = Die Gruppe „{ $typed }“ kenne ich nicht. Bitte nennen Sie die Nummern aus der Liste, zum Beispiel *1, 2*.
announcement-ask-pinned = Soll es dort angeheftet werden, wo ich das darf?
announcement-pin-ja = Ja, anheften
announcement-pin-nein = Nein
announcement-pinned-unclear = Bitte antworten Sie mit *ja* oder *nein*.
announcement-ask-starts = Wann soll es losgehen? *jetzt* heißt: zwei Minuten nach der Freigabe. Oder ein Zeitpunkt, zum Beispiel *morgen 9 Uhr*.
announcement-now = Nach der Freigabe
announcement-starts-read = Verstanden als { $at }.
announcement-starts-past = { $at } ist schon vorbei. Bitte nennen Sie einen späteren Zeitpunkt, oder *jetzt*.
announcement-ask-subject_english = Wie lautet der Betreff auf Englisch? Wer Englisch eingestellt hat, bekommt dann diese Fassung.
announcement-ask-text_english = Bitte schreiben Sie den englischen Text, und am Ende *fertig*. Die Felder heißen darin {"{"}municipality{"}"}, {"{"}role{"}"} und {"{"}open{"}"}.
announcement-more-text_english = Bitte schreiben Sie weiter, oder *fertig*.
announcement-subject-word = „{ $typed }“ nehme ich nicht als Betreff.
announcement-subject-fields = Im Betreff kann ich nichts einsetzen; bitte schreiben Sie ihn ohne geschweifte Klammern.
announcement-text-empty = Darin steht nichts. Bitte schreiben Sie den Text.
announcement-text-file = „{ $typed }“ ist keine Textdatei, die ich lesen kann. Bitte senden Sie eine mit .md oder .txt, oder schreiben Sie den Text hier.
announcement-file-read = Gelesen: { $length } Zeichen.
announcement-field-unknown = Das kenne ich nicht: { $typed }. Einsetzen kann ich { $known }. Soll eine Klammer stehen bleiben, schreiben Sie sie bitte doppelt. Bitte senden Sie diesen Teil noch einmal.
announcement-file-wanted = Bitte senden Sie hier eine Datei, oder *fertig*.
announcement-files-many = Mehr als { $most } Anhänge gehen nicht.
announcement-files-large = Damit wären die Anhänge zusammen größer als { $most } MB. Diesen habe ich nicht genommen.
announcement-unnamed = Anhang
announcement-review = Bitte prüfen Sie. Gespeichert wird ein Entwurf; gesendet wird noch nichts.
announcement-text-whole = „{ $text }“
announcement-text-begins = „{ $text }“ ({ $length } Zeichen; ganz zeigt es die Vorschau)
announcement-goes-normal = Dringlichkeit: normal
announcement-goes-urgent = Dringlichkeit: **dringend**, kommt auch nachts
announcement-goes-low = Dringlichkeit: niedrig
announcement-has-files = { $count ->
    [one] Anhang
   *[other] Anhänge
 }: { $files }
announcement-has-english = Auch auf Englisch: { $subject }
announcement-starts-at = Geplant für { $at }
announcement-to = An: { $whom }
announcement-to-nobody = An: niemanden
announcement-takes = Dauer: { $time }
announcement-in-groups = In Gruppen: { $groups }
announcement-in-groups-pinned = In Gruppen, angeheftet: { $groups }
announcement-corrects = Korrektur von Rundschreiben { $number }, an alle, die es bekommen haben: { $count }
announcement-count = { $people ->
    [0] {""}
    [one] Eine Person
   *[other] { $people } Personen
 }{ $places ->
    [0] {""}
    [one] {" "}aus einer Kommune
   *[other] {" "}aus { $places } Kommunen
 }{ $groups ->
    [0] {""}
    [one] {" "}und eine Gruppe
   *[other] {" "}und { $groups } Gruppen
 }
announcement-named = { $subject } (Rundschreiben { $number })
announcement-saved = Gespeichert als Rundschreiben { $number }. Bitte sehen Sie sich die Vorschau an, und bitten Sie dann um die Freigabe.
announcement-saved-void = Gespeichert. Rundschreiben { $number } ist wieder ein Entwurf; bitte lassen Sie es neu freigeben.
announcement-unchanged = An Rundschreiben { $number } hat sich nichts geändert.
announcement-which = „{ $typed }“ geht mit der Nummer, zum Beispiel *rundschreiben 7 { $typed }*. Welches meinen Sie?
announcement-unknown = Rundschreiben { $number } gibt es für Sie nicht. Mit *rundschreiben* sehen Sie alle.
announcement-change-voids = Wenn Sie etwas ändern, wird es wieder ein Entwurf, und die Freigabe gilt nicht mehr.
announcement-edited-meanwhile = { $by } hat den Entwurf inzwischen geändert ({ $at }). So ist er jetzt, mit Ihren Änderungen darin; gespeichert ist noch nichts.
announcement-edited-told = { $by } hat Rundschreiben { $number } „{ $subject }“ geändert. Die Freigabe gilt nicht mehr; es ist wieder ein Entwurf.
announcement-correcting = Korrektur von { $title }. Was Sie ändern, ersetzt die gesendete Nachricht; wo das nicht mehr geht, kommt es als neue Nachricht. Beides beginnt mit „Korrektur:“ und braucht wieder eine Freigabe.
announcement-correcting-nothing = Sie haben nichts geändert; zu korrigieren gibt es deshalb nichts. Gespeichert ist nichts. Neu beginnen Sie mit *rundschreiben { $number } korrigieren*.
announcement-is-draft = Entwurf
announcement-is-requested = Wartet auf Freigabe
announcement-is-released = Freigegeben, geht los: { $at }
announcement-was-created = Angelegt: { $by }, { $at }
announcement-was-edited = Zuletzt geändert: { $by }, { $at }
announcement-was-requested = Freigabe erbeten: { $by }, { $at }
announcement-was-released = Freigegeben: { $by }, { $at }
announcement-was-withdrawn = Widerrufen: { $by }, { $at }
announcement-list = **Rundschreiben**
announcement-line = - { $subject } (Nr. { $number }) – { $state }
announcement-none = Noch gibt es kein Rundschreiben.
announcement-state-draft = Entwurf
announcement-state-requested = wartet auf Freigabe
announcement-state-released = freigegeben
announcement-state-running = läuft
announcement-state-paused = angehalten
announcement-state-finished = verschickt
announcement-state-cancelled = abgebrochen
announcement-state-withdrawn = widerrufen
announcement-not-now = { $why } { $deed } geht deshalb jetzt nicht.
announcement-state-is-draft = Es ist noch ein Entwurf; um die Freigabe bitten Sie mit *rundschreiben { $number } freigabe*.
announcement-state-is-requested = Es wartet auf die Freigabe; mit *rundschreiben { $number } zurückziehen* wird es wieder ein Entwurf.
announcement-state-is-released = Es ist freigegeben und geht los: { $at }. Mit *rundschreiben { $number } abbrechen* stoppen Sie es.
announcement-state-is-running = Es läuft gerade; mit *rundschreiben { $number } pause* halten Sie es an, mit *rundschreiben { $number } abbrechen* beenden Sie es.
announcement-state-is-paused = Es ist angehalten; mit *rundschreiben { $number } weiter* läuft es weiter, mit *rundschreiben { $number } abbrechen* endet es.
announcement-state-is-finished = Es ist verschickt; möglich sind *rundschreiben { $number } korrigieren* und *rundschreiben { $number } widerrufen*.
announcement-state-is-cancelled = Es ist abgebrochen; wen es erreicht hat, zeigt *rundschreiben { $number } bericht*.
announcement-state-is-withdrawn = Es ist widerrufen; wen es erreicht hatte, zeigt *rundschreiben { $number } bericht*.
announcement-deed-requested = Um die Freigabe bitten
announcement-deed-released = Freigeben
announcement-deed-taken-back = Zurückziehen
announcement-deed-edited = Ändern
announcement-deed-corrected = Korrigieren
announcement-deed-deleted = Löschen
announcement-deed-paused = Anhalten
announcement-deed-resumed = Weitersenden
announcement-deed-cancelled = Abbrechen
announcement-deed-retried = Wiederholen
announcement-deed-reported = Ein Bericht
announcement-deed-withdrawn = Widerrufen
announcement-do-new = Neues Rundschreiben
announcement-do-preview = Vorschau
announcement-do-test = Test an mich
announcement-do-ask = Um Freigabe bitten
announcement-do-release = Freigeben
announcement-do-alone = Allein freigeben
announcement-do-change = Ändern
announcement-do-people = Empfänger*innen
announcement-do-delete = Löschen
announcement-do-take-back = Zurückziehen
announcement-do-stop = Stoppen
announcement-do-pause = Anhalten
announcement-do-go-on = Weiter senden
announcement-do-cancel = Abbrechen
announcement-do-retry = Fehlgeschlagene wiederholen
announcement-do-report = Bericht
announcement-do-correct = Korrigieren
announcement-do-withdraw = Widerrufen
announcement-deeds = „{ $typed }“ kann ich mit { $title } nicht tun. Möglich ist:
announcement-deed-meant = „{ $typed }“ kenne ich nicht. Meinten Sie:
announcement-not-yours = Ändern und lenken kann dieses Rundschreiben, wer es geschrieben oder freigegeben hat, und die Koordinierungsstelle.
announcement-preview = So kommt es bei { $who } an: { $title }
announcement-preview-english = Wer Englisch eingestellt hat, bekommt:
announcement-preview-parts = Auf { $network } kommt es in { $count } Nachrichten an.
announcement-preview-more = Das war die Vorschau. Mit *rundschreiben { $number } test* bekommen Sie es auf allen Ihren Konten, so wie es dort aussieht.
announcement-test = Test von Rundschreiben { $number }, gesendet von { $by }. So kommt es bei { $who } an:
announcement-tested-self = Der Test ist auf allen Ihren Konten unterwegs.
announcement-tested = Der Test ist unterwegs an { $who }.
announcement-test-whom = Wen meinen Sie mit „{ $typed }“? Tests gehen nur an Koordinierende, denn noch ist nichts freigegeben.
announcement-people = { $title }: { $count }. Die Liste ist angehängt.
announcement-people-count = { $title }: { $count }.
announcement-nobody = Damit ist niemand erreichbar. Bitte ändern Sie, wer es bekommt.
announcement-fields-in-groups = In einer Gruppe lesen viele dasselbe; Felder wie {"{"}Kommune{"}"} gehen dort nicht. Bitte ändern Sie den Text, oder nehmen Sie die Gruppen heraus.
announcement-nobody-else = Außer Ihnen kann das niemand freigeben. Bitte laden Sie eine zweite koordinierende Person ein, mit *einladen Koordinierungsstelle*; der Entwurf bleibt so lange stehen.
announcement-asking-title = Freigabe
announcement-asking-ask-count = Bitte schreiben Sie die Anzahl der Personen in Worten, zum Beispiel *dreiundvierzig*.
announcement-asking-ask-again = Soll derselbe Text trotzdem noch einmal an sie gehen?
announcement-goes-to-everyone = **Das geht an fast alle, die ich erreiche:** { $count }.
announcement-goes-alone = **Das geht ohne zweite Person los:** { $count }. Alle Koordinierenden erfahren es sofort.
announcement-same-lately = Denselben Text { $count ->
    [one] hat eine Person davon
   *[other] haben { $count } davon
 } schon bekommen: { $title }, { $at }.
announcement-again-yes = Trotzdem senden
announcement-again-unclear = Bitte antworten Sie mit *trotzdem* oder *abbrechen*.
announcement-count-wrong = „{ $typed }“ ist nicht die Anzahl der Personen in Worten; es sind { $count }. Bitte schreiben Sie diese Zahl als Wort, oder *abbrechen*.
announcement-count-changed = Inzwischen sind es mehr oder weniger als die Anzahl, die Sie geschrieben haben. Es ist nichts geschehen; bitte sehen Sie noch einmal hin.
announcement-seen-otherwise = Inzwischen hat es jemand geändert. Es ist nichts geschehen; *rundschreiben { $number }* zeigt, wie es jetzt ist.
announcement-asked = Um die Freigabe ist gebeten: { $title }. Freigeben können: { $who }
announcement-please-release = { $by } bittet um Ihre Freigabe. Bitte lesen Sie alles, auch an wen es geht.
announcement-look-first = Bitte sehen Sie erst alles an, und geben Sie es dann mit dem Knopf frei.
announcement-changed-since = **Noch nicht freigegeben: Seit Sie es gesehen haben, hat sich etwas geändert.**
announcement-new-text = - Neu: Betreff oder Text
announcement-new-plan = - Neu: Dringlichkeit, Zeitpunkt oder Anheften
announcement-new-files = - Neu: Anhänge
announcement-new-whom = - Neu: die Auswahl, an wen es geht
announcement-new-people = - Neu: wer dazugehört; jetzt { $count }, vorher { $before }
announcement-own = Was Sie selbst geschrieben oder zur Freigabe gegeben haben, gibt jemand anderes frei, auch wenn Sie ein zweites Konto haben.
announcement-beyond = Dieses Rundschreiben geht über Ihr Land hinaus; freigeben kann es die Koordinierungsstelle.
announcement-goes-soon = Freigegeben. Rundschreiben { $number } „{ $subject }“ geht los: { $at }. Bis dahin stoppt es *rundschreiben { $number } abbrechen*.
announcement-released-told = { $by } hat Rundschreiben { $number } „{ $subject }“ freigegeben. Es geht los: { $at }. Bis dahin stoppt es *rundschreiben { $number } abbrechen*.
announcement-alone-told = ⚠ { $by } hat das dringende Rundschreiben { $number } „{ $subject }“ allein freigegeben, ohne zweite Person. Es geht los: { $at }. Bis dahin kann es jede*r von der Koordinierungsstelle stoppen: *rundschreiben { $number } abbrechen*.
announcement-alone-not-here = Ohne zweite Person geht hier nichts hinaus. Bitte lassen Sie es freigeben: *rundschreiben { $number } freigabe*.
announcement-alone-not-urgent = Ohne zweite Person geht nur Dringendes hinaus, und nur durch die Koordinierungsstelle. Bitte lassen Sie es freigeben: *rundschreiben { $number } freigabe*.
announcement-taken-back = Zurückgezogen: Rundschreiben { $number } ist wieder ein Entwurf; gesendet wurde nichts.
announcement-taken-back-told = { $by } hat Rundschreiben { $number } „{ $subject }“ zurückgezogen, bevor es losging. Gesendet wurde nichts.
announcement-paused = Angehalten: Rundschreiben { $number }. Was schon unterwegs war, kommt noch an.
announcement-paused-told = { $by } hat Rundschreiben { $number } „{ $subject }“ angehalten.
announcement-resumed = Rundschreiben { $number } geht weiter.
announcement-resumed-told = { $by } lässt Rundschreiben { $number } „{ $subject }“ weiterlaufen.
announcement-cancelled = Abgebrochen: Rundschreiben { $number }. Wer es noch nicht hatte, bekommt es nicht mehr.
announcement-cancelled-told = { $by } hat Rundschreiben { $number } „{ $subject }“ abgebrochen.
announcement-cancel-sure = Angehalten: { $title }. Soll es endgültig enden? Danach geht es nicht mehr weiter.
announcement-cancel-yes = Ja, endgültig abbrechen
announcement-retried = { $title }: { $count ->
    [0] Es ist nichts fehlgeschlagen, das ich wiederholen könnte.
    [one] Ich versuche es bei einer Person noch einmal.
   *[other] Ich versuche es bei { $count } Personen noch einmal.
 }
announcement-retry-corrected = Rundschreiben { $number } ist korrigiert; wiederholt ginge noch der alte Text hinaus. Wen es nicht erreicht hat, zeigt *rundschreiben { $number } bericht*; an sie schreiben Sie bitte ein neues.
announcement-withdraw-sure = { $title } widerrufen? Das lässt sich nicht rückgängig machen.
announcement-deletes = - { $network }: { $count ->
    [one] eine Nachricht wird
   *[other] { $count } Nachrichten werden
 } gelöscht.
announcement-replaces = - { $network }: { $count ->
    [one] eine Nachricht lässt
   *[other] { $count } Nachrichten lassen
 } sich nach 48 Stunden nicht mehr löschen; statt des Textes steht dort dann, dass er zurückgezogen ist.
announcement-withdraw-yes = Ja, widerrufen
announcement-withdraw-no = Nein, stehen lassen
announcement-withdrawing = Widerrufen: { $title }. Ich nehme es jetzt überall zurück, wo das geht; danach kommt ein Bericht.
announcement-withdrawn-told = { $by } hat Rundschreiben { $number } „{ $subject }“ widerrufen.
announcement-delete-sure = { $title } löschen? Der Entwurf ist dann weg.
announcement-delete-yes = Ja, löschen
announcement-delete-no = Nein, behalten
announcement-deleted = Gelöscht: { $title }
why-announcement-colleague = Das bekommen Sie, weil Sie Rundschreiben mit freigeben und lenken.
# Wer etwas bekommt

audience-all = Alle
audience-or = { " oder " }
audience-of = { $whom } aus { $of }
audience-of-member = Mitgliedskommunen
audience-of-declared = erklärten Kommunen
audience-of-rural = Landgemeinden
audience-of-small_town = Kleinstädten
audience-of-town = Mittelstädten
audience-of-city = Großstädten
audience-of-district = Kreisen
audience-place = { $name }
audience-place-key = { $name } ({ $ags })
audience-key = { $ags }
audience-person = Person { NUMBER($number, useGrouping: 0) } „{ $label }“
audience-with-any = { $whom } mit Zusagen
audience-with-group = { $whom } mit Zusagen für { $groups }
audience-with-both = { $whom } mit Zusagen unter { $programmes } für { $groups }
audience-size-span = mit { $first } bis { $last } Einwohnern
audience-size-above = mit über { $count } Einwohnern
audience-size-from = mit mindestens { $count } Einwohnern
audience-size-below = mit unter { $count } Einwohnern
audience-size-to = mit höchstens { $count } Einwohnern
audience-survey-missing = ohne Antwort auf Umfrage { NUMBER($number, useGrouping: 0) } „{ $title }“
audience-survey-sent = mit Antwort auf Umfrage { NUMBER($number, useGrouping: 0) } „{ $title }“
audience-meeting-none = ohne Antwort auf Termin { NUMBER($number, useGrouping: 0) } „{ $title }“
audience-meeting-any = mit Antwort auf Termin { NUMBER($number, useGrouping: 0) } „{ $title }“
audience-meeting-coming = mit Zusage zu Termin { NUMBER($number, useGrouping: 0) } „{ $title }“
audience-meeting-no = mit Absage zu Termin { NUMBER($number, useGrouping: 0) } „{ $title }“
audience-meeting-maybe = mit Vielleicht zu Termin { NUMBER($number, useGrouping: 0) } „{ $title }“
audience-meeting-substitute = mit Vertretung zu Termin { NUMBER($number, useGrouping: 0) } „{ $title }“
audience-since = seit { $day } dabei
audience-on = auf { $networks }
audience-except = { $whom } außer { $others }
audience-numbered = - Nr. { NUMBER($number, useGrouping: 0) }: { $title }
audience-survey-unknown = Eine Umfrage „{ $typed }“ kenne ich nicht. Bitte nennen Sie ihre Nummer oder Wörter ihres Titels, zum Beispiel *ohne Antwort auf Umfrage 3*.
audience-meeting-unknown = Einen Termin „{ $typed }“ kenne ich nicht. Bitte nennen Sie seine Nummer oder Wörter seines Titels, zum Beispiel *ohne Antwort auf Termin 3*.
audience-answer-several = „{ $typed }“ passt zu mehreren. Bitte nennen Sie die Nummer:
    { $found }
audience-answer-unclear = „{ $typed }“ verstehe ich nicht. Möglich sind zum Beispiel *ohne Antwort auf Umfrage 3*, *die Umfrage 3 beantwortet haben* und *die bei Termin 3 zugesagt haben*.
audience-survey-answered = Auf „{ $title }“ kann man nur antworten oder nicht; zusagen lässt sich einer Umfrage nicht. Bitte schreiben Sie zum Beispiel *ohne Antwort auf Umfrage 3*.
audience-size-unclear = „{ $typed }“ verstehe ich nicht. Bitte schreiben Sie zum Beispiel *über 100.000 Einwohner*, *unter 20.000 Einwohnern* oder *zwischen 20.000 und 100.000 Einwohnern*.
audience-since-unclear = „{ $typed }“ verstehe ich nicht als Tag, der schon da war. Bitte schreiben Sie zum Beispiel *seit 1.6. dabei* oder *neu seit Juni*.
audience-person-unknown = „{ $typed }“ gibt es nicht. Bitte schreiben Sie die Rolle und die Kommune, zum Beispiel *Ansprechperson Köln*.
audience-person-several = „{ $typed }“ heißen mehrere: { $found }. Bitte nennen Sie die Nummer.
audience-either = Bei „{ $typed }“ ist unklar, was „oder“ trennt. Bitte trennen Sie Verschiedenes durch Kommas, zum Beispiel *NEST in NRW, Hessen*.
audience-exceptions = Bitte nennen Sie alle Ausnahmen zusammen, zum Beispiel *alle außer Bayern und Köln*.
audience-reaches-nobody = Damit bliebe niemand übrig. Bitte wählen Sie andere Empfänger*innen.
reach-columns = Person;Kommune;AGS;Land;Netz;Nicht erreichbar, weil
reach-file = empfaenger.csv
reach-address-gone = kein Konto mehr: blockiert oder verlassen
reach-address-never = noch kein Konto verbunden
reach-network-off = Netz ist abgeschaltet
reach-paused = möchte bis { $day } keine Nachrichten; Dringendes kommt trotzdem
reach-nobody-speaks = niemand spricht für die Kommune
reach-minutes = { $network }: etwa { $count ->
    [one] eine Minute
   *[other] { $count } Minuten
 }
reach-hours = { $network }: etwa { $count } Stunden
audience-step-now = An: { $whom }
audience-step-unreachable = Nicht erreichbar: { $people ->
    [0] {""}
    [one] eine Person{ $places ->
        [0] {""}
       *[other] {", "}
    }
   *[other] { $people } Personen{ $places ->
        [0] {""}
       *[other] {", "}
    }
 }{ $places ->
    [0] {""}
    [one] eine Kommune
   *[other] { $places } Kommunen
 }
audience-step-anew = Von vorn: Wer soll es bekommen?
audience-step-land = Welches Land? Auch mehrere: *NRW oder Hessen*.
audience-step-only = Nur wer? Zum Beispiel *Ansprechpersonen*, *ohne Antwort auf Umfrage 3* oder *über 100.000 Einwohner*.
audience-step-only-in = Nur in welchem Land, welcher Kommune? Auch mehrere: *NRW oder Hessen*.
audience-step-except = Wer soll es nicht bekommen? Zum Beispiel *Bayern* oder *Köln, Bonn*.
audience-step-more = Wer noch? Zum Beispiel *Sprecher\*innen* oder *Köln*.
audience-step-how = „{ $typed }“ kann ich nicht zuordnen. Bitte schreiben Sie *nur …*, *außer …* oder *dazu …*, *neu* für einen neuen Anfang oder *fertig*.
audience-step-twice = Beides zugleich kann ich nicht ausdrücken. Bitte beginnen Sie mit *neu* und nennen Sie nur eines davon.
audience-step-all-contacts = Alle Ansprechpersonen
audience-step-a-land = Ein Land …
audience-step-no-survey = Ohne Antwort auf „{ $title }“
audience-step-no-meeting = Noch ohne Antwort auf „{ $title }“
audience-step-members = Mitgliedskommunen
audience-step-declared = Erklärte Kommunen
audience-step-offers = Kommunen mit Zusagen
audience-step-cities = Großstädte
audience-step-choose-only = Nur …
audience-step-choose-only-in = Nur in …
audience-step-choose-except = Außer …
audience-step-choose-more = Dazu …
audience-step-choose-anew = Neu beginnen

## Worauf Zusagen beruhen, und wovon sie abhängen

help-beleg = - **beleg** – den Beschluss zu einer Zusage nachreichen, auch als PDF; ein PDF ansehen: *beleg zeigen 17*
pledge-file = Datei herausnehmen
pledge-ask-file = Bitte senden Sie den Beschluss als PDF.
evidence-day = vom { $day }
evidence-paper = Vorlage { $paper }
evidence-file = { $name } (SHA-256 { $digest }…)
evidence-show = PDF ansehen
evidence-title = Beleg nachreichen
evidence-ask-entry = Zu welcher Zusage gehört das?
evidence-ask-said = Auf welchem Ratsbeschluss beruht das? Zum Beispiel *11.07.2019, Vorlage 9123/2014-2020*. Oder senden Sie ihn als PDF.
evidence-waiting = Nr. { NUMBER($number, useGrouping: 0) }, wartet: { $offer }
evidence-counting = Nr. { NUMBER($number, useGrouping: 0) }, bestätigt: { $offer }
evidence-of-place = { $place }, { $line }
evidence-pass-on = An die Koordination weitergeben
evidence-which = „{ $typed }“ kann ich keiner Zusage zuordnen. Bitte wählen Sie eine aus der Liste, oder nennen Sie die Nummer der Meldung.
evidence-unknown = Eine Meldung Nr. { NUMBER($number, useGrouping: 0) } Ihrer Kommune kenne ich nicht. Mit *zusagen* sehen Sie, was vorliegt.
evidence-over = Die Meldung Nr. { NUMBER($number, useGrouping: 0) } wartet nicht mehr und gilt auch nicht. Mit *zusagen* sehen Sie, was gilt.
evidence-no-lines = Es gibt keine Zusage, zu der ein Beleg gehören könnte. Mit *zusage* melden Sie eine.
evidence-how = Mit *beleg zeigen* und der Nummer der Meldung sehen Sie das PDF, das dazu gehört, zum Beispiel *beleg zeigen 17*.
evidence-added = Bei Nr. { NUMBER($number, useGrouping: 0) } ({ $offer }) ist jetzt vermerkt:
    { $evidence }
evidence-told = Zur Kenntnis: { $by } hat für { $place } einen Beleg nachgereicht, zu Nr. { NUMBER($number, useGrouping: 0) } ({ $offer }):
    { $evidence }
evidence-shown = Beleg zu Nr. { NUMBER($number, useGrouping: 0) }, { $place }: { $offer }
    { $evidence }
evidence-no-file = Zu Nr. { NUMBER($number, useGrouping: 0) }, { $place }, liegt kein PDF vor. { $evidence }
evidence-not-yours = Eine Meldung Nr. { NUMBER($number, useGrouping: 0) }, deren Beleg Sie sehen können, gibt es nicht.
evidence-empty = Bitte nennen Sie Tag und Nummer des Beschlusses, oder senden Sie ihn als PDF.
evidence-file-taken = „{ $name }“ ist als Beleg dabei.
evidence-file-taken-instead = „{ $name }“ ist jetzt der Beleg, an Stelle von „{ $before }“.
evidence-file-say-more = Tag und Nummer des Beschlusses können Sie bei der Prüfung ergänzen, zum Beispiel: *Beschluss vom 11.07.2019, Vorlage 9123/2014-2020*.
evidence-caption-left = „{ $typed }“ habe ich nicht übernommen; das sagt nichts über einen Beschluss.
evidence-file-picture = Ein Bild kann ich als Beleg nicht annehmen. Bitte senden Sie den Beschluss als PDF; Scanner und die meisten Telefone können das.
evidence-file-text = „{ $name }“ ist kein PDF, und was darin steht, ließe sich später ändern. Bitte speichern Sie den Beschluss als PDF und senden Sie dieses.
evidence-file-false = „{ $name }“ heißt wie ein PDF, ist aber keines, oder die Datei ist beschädigt. Bitte öffnen Sie sie, speichern Sie sie noch einmal als PDF und senden Sie dieses.
evidence-file-other = „{ $name }“ ist kein PDF. Bitte senden Sie den Beschluss als PDF.
evidence-link-private = „{ $link }“ führt in ein Netz, das andere nicht erreichen. Den Link habe ich nicht übernommen. Bitte senden Sie den Beschluss als PDF, oder nennen Sie einen öffentlichen Link.
evidence-link-scheme = „{ $link }“ kann außer Ihnen niemand öffnen. Ich habe es nicht übernommen. Bitte senden Sie den Beschluss als PDF, oder nennen Sie einen öffentlichen Link mit https.
evidence-link-secret = In dem Link steht ein Name oder ein Kennwort. Ich habe ihn nicht übernommen. Bitte senden Sie den Beschluss als PDF, oder nennen Sie einen öffentlichen Link.
evidence-link-unclear = „{ $link }“ ist kein vollständiger Link. Ich habe ihn nicht übernommen. Bitte senden Sie den Beschluss als PDF, oder nennen Sie einen öffentlichen Link.
evidence-day-ahead = Der { $day } liegt noch vor uns; als Tag des Beschlusses habe ich ihn nicht vermerkt. Ihre Worte bleiben stehen.
evidence-before = Vorher stand dort „{ $evidence }“.
evidence-arrived = „{ $name }“ ist angekommen.
## Freigaben: Widersprüche, zweite Bestätigung, mehrere auf einmal

approvals-all-look = { $count ->
    [2] Beide
   *[other] Alle { $count }
 } ansehen und bestätigen
approvals-all = { $count } Meldungen warten auf Sie:
approvals-all-part = { $count } Meldungen warten auf Sie; hier sind die ersten { $shown }:
approvals-confirm-all = { $count ->
    [2] Beide
   *[other] Alle { $count }
 } bestätigen
approvals-confirm-these = { $count ->
    [one] Die eine bestätigen, bei der das geht
   *[other] Diese { $count } bestätigen
 }
approvals-too-many = Das sind { $count } Meldungen; auf einmal gehen { $most }. Es ist nichts bestätigt. Mit *freigaben alle* sehen Sie die nächsten { $most }.
approvals-confirmed = **Bestätigt ({ $count })**
approvals-endorsed = **Zum ersten Mal bestätigt, es fehlt eine zweite Bestätigung ({ $count })**
approvals-refused = **Nicht bestätigt ({ $count })**
approvals-done-line = - Nr. { NUMBER($number, useGrouping: 0) }: { $line }
approval-reject-singly = Bitte lehnen Sie diese Meldungen einzeln ab, jede mit ihrem Grund. Es ist nichts abgelehnt.
approval-own-linked = Diese Meldung kommt von einem Konto, das schon einmal mit Ihrem verbunden war. Entscheiden muss jemand anderes.
approval-unproven = { $line } · **ohne Beschluss**
approval-line-second = { $line } · wartet auf eine zweite Bestätigung
approval-endorsed-by = Zum ersten Mal bestätigt von { $by } am { $at }; es fehlt eine zweite Bestätigung.
approval-endorsed-by-you = Sie haben diese Meldung am { $at } zum ersten Mal bestätigt. Sie wartet auf eine zweite Bestätigung durch jemand anderen.
approval-not-twice = Diese Meldung haben Sie schon zum ersten Mal bestätigt. Die zweite Bestätigung muss von jemand anderem kommen.
approval-endorsed = Zum ersten Mal bestätigt: **{ $municipality }**, { $offer } (Nr. { NUMBER($number, useGrouping: 0) }). Ab { $count } Plätzen braucht es zwei Bestätigungen.
approval-second-land = Um die zweite ist jetzt die Koordination für { $land ->
    [Saarland] das Saarland
   *[other] { $land }
 } gebeten.
approval-second-office = Um die zweite ist jetzt die Koordinierungsstelle gebeten.
approval-second-nobody = Für die zweite ist noch niemand angemeldet. Die Meldung wartet.
approval-notice-second = Die Meldung Nr. { NUMBER($number, useGrouping: 0) } aus **{ $municipality }** wartet auf eine zweite Bestätigung, von Ihnen: { $offer }. Zum ersten Mal bestätigt hat: { $by }.
told-endorsed = Die Meldung Nr. { NUMBER($number, useGrouping: 0) } aus **{ $municipality }** ist zum ersten Mal bestätigt: { $offer }.

    Ab { $count } Plätzen braucht es eine zweite Bestätigung; erst dann zählt sie. Entschieden hat: { $by }. Sie erhalten Bescheid.
conflict-line = { $line } · Widerspruch, { $count } Meldungen
conflict-heading = **Widerspruch · { $municipality }** ({ $land })
conflict-explained = { $count ->
    [2] Zwei
   *[other] { $count }
 } Meldungen zur selben Sache; keine kannte die andere. Bestätigen Sie eine, { $count ->
    [2] gilt die andere
   *[other] gelten die anderen
 } nicht. Alle Beteiligten erfahren das.
conflict-report = **Nr. { NUMBER($number, useGrouping: 0) }:** { $offer }
conflict-confirm = Nr. { NUMBER($number, useGrouping: 0) } bestätigen
conflict-reject-all = { $count ->
    [2] Beide
   *[other] Alle
 } ablehnen
conflict-reject-one = Nur eine ablehnen: zum Beispiel *freigaben ablehnen { NUMBER($number, useGrouping: 0) }*
conflict-look-first = Der Meldung Nr. { NUMBER($number, useGrouping: 0) } widerspricht eine andere. Bitte entscheiden Sie über beide:
conflict-not-together = Ihr widerspricht eine andere Meldung. Bitte entscheiden Sie über beide einzeln, mit *freigaben*.
conflict-rejected = Damit gilt die Meldung Nr. { NUMBER($number, useGrouping: 0) } nicht: { $offer }. Alle Beteiligten erfahren das.
conflict-told-rejected = Ihr widersprach die Meldung Nr. { NUMBER($number, useGrouping: 0) } von { $reporter }: { $offer }. Diese gilt nicht, weil die andere bestätigt ist. Entschieden hat: { $by }.
conflict-told-waits = Die Meldung Nr. { NUMBER($number, useGrouping: 0) } von { $reporter } wartet noch: { $offer }.

## Verlauf

pledges-pending-second = - wartet auf eine zweite Bestätigung: { $offer } (Nr. { NUMBER($number, useGrouping: 0) })
pledges-pending-conflict = - widerspricht einer anderen Meldung und wartet: { $offer } (Nr. { NUMBER($number, useGrouping: 0) }, von { $by })
life-look = Verlauf
life-as-file = Als Datei
life-whose = Von welcher Kommune? Bitte schreiben Sie zum Beispiel *zusagen verlauf Köln*.
life-none = { $municipality }: Dazu wurde noch nichts gemeldet.
life-heading = **Verlauf { $municipality }**
life-heading-part = **Verlauf { $municipality }:** die neuesten { $shown } von { $count } Einträgen. Alle stehen in der Datei.
life-line = **{ $programme } · { $group }**
life-entry = - { $day } { $time } ·
life-entry-digest = [{ NUMBER($number, useGrouping: 0) } · { $digest }]
life-file-heading = Verlauf { $municipality }, Stand { $at }. In Klammern steht bei jedem Eintrag seine laufende Nummer und der Anfang seiner Prüfsumme. Wer eine Datei aufhebt, kann spätere daneben halten: Was einmal darin stand, ändert sich nie.
life-file-head = Stand des Registers: Nr. { NUMBER($number, useGrouping: 0) } · { $digest }
life-offer = { $places ->
    [one] 1 Platz
   *[other] { $places } Plätze
 }, { $period }
life-before = bisher { $before }
life-retroactive = rückwirkend ab { $start }
life-proposed = { $by } meldet: { $offer } (Nr. { NUMBER($number, useGrouping: 0) })
life-endorsed = { $by } bestätigt zum ersten von zwei Malen: { $offer } (Nr. { NUMBER($number, useGrouping: 0) })
life-confirmed = { $by } bestätigt: { $offer } (Nr. { NUMBER($number, useGrouping: 0) })
life-rejected = { $by } lehnt ab: { $offer } (Nr. { NUMBER($number, useGrouping: 0) }), Grund: { $reason }
life-rejected-other = { $offer } (Nr. { NUMBER($number, useGrouping: 0) }) gilt nicht: { $by } hat sich für die andere Meldung entschieden
life-withdrawn = { $by } zieht zurück, ab { $start }
life-withdrawn-report = { $by } zieht die Meldung zurück: { $offer } (Nr. { NUMBER($number, useGrouping: 0) })
life-reaffirmed = { $by } bestätigt: Es bleibt bei { $offer }
life-evidenced = { $by } reicht zu { $offer } nach
## Abfragen der Zusagen

help-unveraendert = - **unverändert** – sagen, dass die Zusagen Ihrer Kommune weiter gelten
help-verlaengern = - **verlängern** – eine Zusage verlängern, die bald ausläuft
help-runde = - **runde** – die Kommunen fragen, ob ihre Zusagen noch gelten; wer fehlt: *runde fehlt*; was endet: *runde auslaufend*
round-ask-start = **Stimmen die Zusagen noch?**
    { $municipality }: Das Bündnis fragt alle Mitglieder, ob gilt, was hier steht. Eine Antwort Ihrer Kommune genügt, bis { $day }.
round-ask-half = **Stimmen die Zusagen noch?**
    { $municipality }: Ihre Antwort auf die Abfrage der Zusagen fehlt noch. Sie läuft bis { $day }.
round-ask-last = **Stimmen die Zusagen noch?**
    { $municipality }: Heute ist der letzte Tag der Abfrage, und Ihre Antwort fehlt noch.
round-ask-hand = **Stimmen die Zusagen noch?**
    { $municipality }: Die Koordinierungsstelle bittet um Ihre Antwort auf die Abfrage der Zusagen. Sie läuft bis { $day }.
round-ask-later = **Stimmen die Zusagen noch?**
    { $municipality }: Sie wollten später gefragt werden. Die Abfrage der Zusagen läuft bis { $day }.
round-ask-typed = **{ $municipality }: Gilt das unverändert?**
round-ask-changed = **{ $municipality }: Das hat sich inzwischen geändert.**
    Bestätigt ist noch nichts. Bitte sehen Sie es noch einmal an.
round-no-lines = Zurzeit gibt es keine Zusage.
round-confirm = Unverändert bestätigen
round-still-nothing = Weiterhin keine Zusage
round-seen = Dabei bleibt es
round-change = Ändern
round-later = Später
round-thanks-reaffirmed = Danke. { $municipality } bestätigt unverändert:
round-thanks-reported = Danke. Für { $municipality } wartet noch Ihre Meldung auf Bestätigung; mehr brauchen Sie nicht zu tun.
round-thanks-nothing = Danke. { $municipality } gibt also weiterhin keine Zusage.
round-thanks-waiting = Eine Meldung wartet noch auf ihre Bestätigung; dazu brauchen Sie nichts zu tun.
round-late-reaffirmed = Die Abfrage ist seit { $day } zu Ende. Ihre Bestätigung ist trotzdem eingetragen.
round-late-reported = Die Abfrage ist seit { $day } zu Ende; Ihre Meldung gilt davon unabhängig.
round-late-nothing = Die Abfrage ist seit { $day } zu Ende; in ihr Ergebnis geht das nicht mehr ein.
round-told-reaffirmed = { $by } hat für { $municipality } bestätigt, dass alle Zusagen unverändert gelten. Sie brauchen nichts zu tun.
round-told-reported = { $by } hat für { $municipality } geantwortet: Es bleibt bei der Meldung, die noch auf Bestätigung wartet. Sie brauchen nichts zu tun.
round-told-nothing = { $by } hat für { $municipality } geantwortet: weiterhin keine Zusage. Sie brauchen nichts zu tun.
round-already-reaffirmed = Das ist schon erledigt: { $by } hat für { $municipality } unverändert bestätigt, am { $at }.
round-already-reported = Das ist schon erledigt: { $by } hat für { $municipality } eine Änderung gemeldet, am { $at }. Mit *zusagen* sehen Sie, was gilt.
round-already-nothing = Das ist schon erledigt: { $by } hat für { $municipality } geantwortet, weiterhin keine Zusage, am { $at }.
round-not-yours = Für diese Kommune sind Sie nicht eingetragen. Ihre Zusagen sehen Sie mit *zusagen*.
round-nothing-to-confirm = { $municipality } hat zurzeit keine Zusage, die Sie bestätigen könnten. Eine neue melden Sie mit *zusage*.
round-over-for-you = Die Abfrage ist zu Ende. Mit *unverändert* können Sie die Zusagen von { $municipality } trotzdem bestätigen.
round-put-off = Gut, ich frage Sie am { $day } noch einmal.
round-put-off-last = Später frage ich in dieser Abfrage nicht mehr. Bitte antworten Sie bis { $day }, 24 Uhr.
round-why = Sie erhalten das, weil Sie für { $municipality } sprechen und das Bündnis regelmäßig fragt, ob die Zusagen noch gelten.
round-how = „{ $typed }“ verstehe ich hier nicht. Sie können schreiben: *runde*, *runde starten bis 31.7.*, *runde fehlt*, *runde erinnern*, *runde beenden*, *runde auslaufend*.
round-office-only = Eine Abfrage beginnt und beendet nur die Koordinierungsstelle, und nur sie erinnert daran. Mit *runde* sehen Sie, wie es in Ihrem Land steht.
round-none = Zurzeit läuft keine Abfrage.
round-never = Es gab noch keine Abfrage der Zusagen.
round-how-to-start = Eine neue Abfrage beginnt die Koordinierungsstelle mit *runde starten*, auf Wunsch mit dem letzten Tag: *runde starten bis 31.7.*
round-running = Es läuft schon eine Abfrage, bis { $day }. Zwei zugleich gibt es nicht.
round-too-short = Bis { $day } hätte niemand Zeit zu antworten. Bitte nennen Sie einen Tag ab morgen.
round-too-long = Länger als { $most } Tage läuft keine Abfrage. Bitte nennen Sie einen früheren Tag.
round-nobody = Es gibt kein Mitglied mit erreichbarer Ansprechperson. Mit *einladen Ansprechperson Köln* laden Sie eine ein.
round-review = Ich frage { $count ->
    [one] eine Kommune
   *[other] { $count } Kommunen
 }, ob ihre Zusagen noch gelten. Antworten können sie bis { $day }.
round-review-reminders = Wer noch fehlt, wird erinnert: { $days }.
round-day = { $day }
round-and = {" und "}
round-start = Abfrage beginnen
round-start-now = Ja, jetzt fragen
round-look = Ansehen
round-missing = Wer fehlt
round-remind = Jetzt erinnern
round-end = Beenden
round-lapsing = Was ausläuft
round-begun = Die Abfrage hat begonnen: { $count ->
    [one] Eine Kommune wird
   *[other] { $count } Kommunen werden
 } gefragt, bis { $day }.
round-opened = Die regelmäßige Abfrage der Zusagen hat begonnen: { $count ->
    [one] Eine Kommune wird
   *[other] { $count } Kommunen werden
 } gefragt, bis { $day }.
round-closed = Die Abfrage der Zusagen ist zu Ende. Geantwortet: { $answered } von { $asked } Kommunen.
round-end-sure = { $count ->
    [0] Es haben alle geantwortet.
    [one] Eine Kommune hat noch nicht geantwortet.
   *[other] { $count } Kommunen haben noch nicht geantwortet.
 } Die Abfrage jetzt beenden? Danach wird niemand mehr erinnert.
round-end-yes = Ja, beenden
round-ended = Die Abfrage ist beendet. { $count ->
    [0] Es haben alle geantwortet.
    [one] Eine Kommune hat nicht geantwortet.
   *[other] { $count } Kommunen haben nicht geantwortet.
 }
round-reminded = { $count ->
    [0] Niemand war zu erinnern.
    [one] Ich erinnere eine Person.
   *[other] Ich erinnere { $count } Personen.
 } Wer um Aufschub gebeten hat, bleibt bis dahin in Ruhe.
round-reminded-already = Heute habe ich schon einmal erinnert. Morgen geht es wieder.
round-nobody-missing = Alle gefragten Kommunen haben geantwortet.
round-heading = **Abfrage der Zusagen bis { $day }** ({ $days ->
    [0] heute ist der letzte Tag
    [one] noch ein Tag
   *[other] noch { $days } Tage
 })
round-heading-over = **Letzte Abfrage der Zusagen, { $first } bis { $day }**
round-answers = Geantwortet: { $answered } von { $asked } Kommunen ({ $percent } %){ $answered ->
    [0] .
   *[other] : { $how }.
 }
round-count-reaffirmed = { $count } unverändert
round-count-reported = { $count } mit Meldung
round-count-nothing = { $count } weiterhin ohne Zusage
round-lands = Es fehlen:
round-land = - { $land }: { $missing } von { $asked } (geantwortet { $percent } %)
round-silent = Ohne Antwort:
round-silent-since = - { $municipality }, zuletzt gehört am { $day }
round-silent-always = - { $municipality }, noch nie gehört
round-more = - und { $count } weitere
round-unreachable = { $count ->
    [one] Ein Mitglied hat keine erreichbare Ansprechperson und kann
   *[other] { $count } Mitglieder haben keine erreichbare Ansprechperson und können
 } nicht gefragt werden: { $places }{ $more ->
    [0] .
   *[other] {" "}und { $more } weitere.
 }
round-digest = Unverändert bestätigt: { $count ->
    [one] eine Zusage
   *[other] { $count } Zusagen
 } aus { $municipalities ->
    [one] einer Kommune
   *[other] { $municipalities } Kommunen
 }.
fresh = Bestätigt in den letzten 90 Tagen: { $percent } % der Plätze.
fresh-lands = Bestätigt in den letzten 90 Tagen: { $percent } % der Plätze ({ $lands }).
fresh-land = { $land } { $percent } %

## Was ausläuft

lapse-before-election = { $count ->
    [one] Eine Zusage, { $places ->
        [one] ein Platz, läuft
       *[other] { $places } Plätze, läuft
    }
   *[other] { $count } Zusagen, { $places } Plätze, laufen
 } vor dem Wahltag aus.
lapse-list-none = Bis { $day } läuft keine bestätigte Zusage aus.
lapse-list = **Bis { $day } { $count ->
    [one] läuft eine Zusage
   *[other] laufen { $count } Zusagen
 } aus, { $places ->
    [one] ein Platz
   *[other] { $places } Plätze
 }**
lapse-ask = Diese Zusage von { $municipality } läuft { $days ->
    [0] heute
    [one] morgen
   *[other] in { $days } Tagen, am { $day },
 } aus. Danach zählt sie nicht mehr mit:
lapse-ask-election = Das ist vor dem Wahltag am { $day }.
lapse-renew = Verlängern
lapse-let-go = Auslaufen lassen
lapse-why = Sie erhalten das, weil Sie für { $municipality } sprechen und eine Zusage bald ausläuft.
lapse-renewing = Sie verlängern: { $offer }.
lapse-which = Welche Zusage möchten Sie verlängern?
lapse-nothing = Hier gibt es keine Zusage, die bald ausläuft. Mit *zusagen* sehen Sie, was gilt, mit *zusage* melden Sie Plätze.
lapse-noted = In Ordnung, diese Zusage endet am { $day }, und ich frage dazu nicht mehr: { $offer }.
audience-round-missing = ohne Antwort auf Runde { NUMBER($number, useGrouping: 0) }
audience-round-answered = mit Antwort auf Runde { NUMBER($number, useGrouping: 0) }
audience-round-unknown = Eine solche Abfragerunde gab es noch nicht: „{ $typed }“. Mit *runde* sehen Sie die letzte.
audience-step-no-round = Ohne Antwort auf die Abfrage der Zusagen
## Zahlen als Bild und als Datei

totals-known = Stand { $day }
totals-known-future = Den Stand vom { $day } kann noch niemand kennen. Bitte nennen Sie einen Tag bis heute, zum Beispiel *zahlen Stand gestern*.
totals-known-before = Am { $day } gab es noch keine Meldungen; die erste kam am { $begun }. Bitte nennen Sie einen Tag ab dann.
totals-known-nothing = Es gibt noch keine Meldungen, also auch keinen früheren Stand.
totals-view-course = Verlauf
totals-view-lands = Nach Land
totals-view-programmes = Nach Programm
totals-view-file = Als Datei
totals-chart-course = Zugesagte Plätze im Verlauf
totals-chart-lands = Zugesagte Plätze nach Land
totals-chart-programmes = Zugesagte Plätze nach Programm
totals-chart-days = am Ersten jedes Monats und heute
totals-chart-firsts = am Ersten jedes Monats
totals-chart-day = am { $day }
totals-chart-nothing = Es gibt keine Plätze, weder bestätigt noch wartend.
totals-chart-line = - { $name }: { $places }{ $waiting ->
    [0] {""}
   *[other] {" "}(dazu { $waiting } wartend)
 }
totals-confirmed = bestätigt
totals-pending = wartet (kann Bestätigtes ersetzen)
totals-chart-instead = Was wartet, kann Bestätigtes ersetzen: Beides zusammen ist nicht immer die Summe.
totals-today = heute
totals-election = Wahltag { $day }
totals-span = { $start } bis { $end }
ledger-export = { $count ->
    [one] Eine Zeile mit dem, was gilt und was wartet.
   *[other] { $count } Zeilen mit dem, was gilt und was wartet.
 } Die Tabelle können Sie ändern und mit *zusagen import* wieder senden.
ledger-export-as = Als { $format }
ledger-export-name = zusagen
ledger-export-large = Das sind mehr als { $most } Zeilen. Bitte lassen Sie die Tabelle auf dem Server schreiben: „hafenbote pledges export“.
ledger-export-nothing = Es gibt keine Zusagen und keine Meldungen, also auch keine Tabelle.
ledger-import-how = Bitte senden Sie eine Tabelle (XLSX oder CSV) mit dem Text *zusagen import*. Die Spalten zeigt *zusagen export*. Bevor etwas gemeldet wird, sehen Sie, was sich ändert.
ledger-preview = **{ $name }** · { $rows ->
    [one] eine Zeile
   *[other] { $rows } Zeilen
 }
    Neue Meldungen: { $changes }
    Steht schon so da: { $same }
    Fehler: { $faults }
ledger-preview-more = - und { $count } weitere, alle in der Tabelle anbei
ledger-preview-faulty = Übernommen wird alles oder nichts. Bitte berichtigen Sie die Tabelle und senden Sie sie noch einmal mit *zusagen import*.
ledger-preview-nothing = Es gibt nichts zu übernehmen.
ledger-preview-many = Im Chat übernehme ich höchstens { $most } Meldungen auf einmal. Bitte teilen Sie die Tabelle, oder lassen Sie sie auf dem Server einlesen: „hafenbote pledges import“.
ledger-preview-ask = Soll ich das melden? Bestätigen muss jede Meldung danach jemand anderes.
ledger-take = { $count ->
    [one] Ja, eine Meldung
   *[other] Ja, { $count } Meldungen
 }
ledger-drop = Verwerfen
ledger-dropped = Verworfen. Gemeldet ist nichts.
ledger-file-gone = Diese Tabelle habe ich nicht mehr. Bitte senden Sie sie noch einmal mit dem Text *zusagen import*.
ledger-changed-meanwhile = Inzwischen hat sich bei den Zusagen etwas geändert. Übernommen ist nichts; bitte prüfen Sie noch einmal:
ledger-taken = { $count ->
    [one] Eine Meldung ist angekommen. Sie zählt, sobald jemand anderes sie bestätigt.
   *[other] { $count } Meldungen sind angekommen. Sie zählen, sobald jemand anderes sie bestätigt.
 }
ledger-nobody = Für diese Länder gibt es zurzeit niemanden sonst, der bestätigen kann: { $lands }. Laden Sie jemanden dafür ein: *einladen Länderkoordination NRW*.
ledger-notice = { $count ->
    [one] Eine neue Meldung
   *[other] { $count } neue Meldungen
 } aus einer Tabelle von { $by } { $count ->
    [one] wartet
   *[other] warten
 } auf Sie.
ledger-row = Zeile { $row }: { $said }
ledger-change = Zeile { $row }: { $municipality }, { $offer }
ledger-change-before = bestätigt ist { $before }
ledger-change-instead = ersetzt die wartende Meldung { $instead }
ledger-file-name = vorschau.csv
ledger-file-row = Zeile
ledger-file-what = Art
ledger-file-said = Text
ledger-file-fault = Fehler
ledger-file-change = Meldung
ledger-no-table = Das ist keine Tabelle, die ich lesen kann. Bitte senden Sie XLSX oder CSV.
ledger-not-read = Die Datei ließ sich nicht lesen, oder nicht schnell genug. Bitte speichern Sie nur die Tabelle in einer neuen Datei und senden Sie diese.
ledger-empty-table = Die Tabelle ist leer. In der ersten Zeile müssen die Namen der Spalten stehen, mindestens { $columns }.
ledger-columns-missing = Es fehlt in der ersten Zeile: { $columns }. Bekannte Spalten sind { $all }.
ledger-columns-strange = Diese Spalten kenne ich nicht: { $columns }. Bekannte Spalten sind { $all }. Bitte löschen Sie andere.
ledger-columns-twice = Diese Spalten stehen mehrmals da: { $columns }.
ledger-cells = Hier stehen mehr Zellen als Spalten. Ist ein Trennzeichen zu viel?
ledger-formula = „{ $cell }“ ist eine Formel. Bitte schreiben Sie den Wert selbst.
ledger-error = „{ $cell }“ ist ein Fehler der Tabellenkalkulation. Bitte schreiben Sie den Wert.
ledger-merged = Die Zellen { $cells } sind verbunden. Bitte heben Sie das auf und füllen Sie jede Zelle.
ledger-ags = „{ $typed }“ ist kein Gemeindeschlüssel: 8 Ziffern (ein Kreis 5), die ersten beiden 01 bis 16.
ledger-ags-unknown = Zum Gemeindeschlüssel { $ags } gibt es hier keine Kommune.
ledger-name = Der Gemeindeschlüssel { $ags } gehört zu { $municipality }, nicht zu „{ $typed }“.
ledger-value = In der Spalte { $column } steht „{ $typed }“. Möglich sind { $possible }.
ledger-day = In der Spalte { $column } steht „{ $typed }“. Bitte schreiben Sie den Tag mit Jahr, zum Beispiel 31.12.2021.
ledger-far = In der Spalte { $column } steht der { $day }. Das liegt zu weit entfernt.
ledger-end-before-start = Das Ende ({ $end }) liegt vor dem Beginn ({ $start }).
ledger-resolved-later = Der Beschluss vom { $day } liegt in der Zukunft.
ledger-places = In der Spalte { $column } steht „{ $typed }“. Bitte nennen Sie die ganze Zahl der Plätze, von 1 bis { $most }.
ledger-link = „{ $typed }“ ist keine Adresse im Netz. Sie beginnt mit https:// und ist ohne Anmeldung für alle erreichbar.

ledger-twice = Zur selben Kommune, zum selben Programm und zur selben Gruppe sagt schon Zeile { $first } etwas Neues. Bitte lassen Sie nur eine davon stehen.
## Zusagen in eigenen Worten

pledge-drop = Verwerfen
pledge-line = Bisherige Zusage
pledge-ask-line = Welche Ihrer Zusagen meinen Sie?
pledge-reading = { $places ->
    [one] 1 Platz insgesamt
   *[other] { $places } Plätze insgesamt
 }
pledge-contradicts = Bestätigt sind für den { $day } { $base ->
    [one] 1 Platz
   *[other] { $base } Plätze
 }. Dazu passt Ihre Angabe nicht eindeutig.
pledge-too-few = Bestätigt sind für den { $day } nur { $base ->
    [one] 1 Platz
   *[other] { $base } Plätze
 }. Ihre Änderung geht damit nicht auf. Ganz zurücknehmen können Sie eine Zusage mit *abbrechen* und dann *zurückziehen*.
pledge-no-base = Für { $named } ist am { $day } nichts bestätigt, was sich ändern ließe.
pledge-change-new = Neu: 0 → **{ $after }**
pledge-change = Änderung: { $before } → **{ $after }**, { $start } bis { $end }
pledge-change-open = Änderung: { $before } → **{ $after }**, ab { $start }
pledge-change-none = An den Plätzen ändert sich nichts.
pledge-review-several = Es warten schon Meldungen, die sich widersprechen. Die neue tritt an ihre Stelle:

    { $lines }
pledge-conflict-line = - Nr. { NUMBER($number, useGrouping: 0) }, { $by }: { $offer }
pledge-conflict-own = Ihre Meldung Nr. { NUMBER($number, useGrouping: 0) } ist angekommen. Inzwischen wurde aus Ihrer Kommune etwas anderes gemeldet:

    { $lines }

    { $count ->
        [2] Beide
       *[other] Alle
    } Meldungen warten, bis die Koordination eine bestätigt. Sind Sie sich einig, melden Sie es noch einmal; das tritt an die Stelle { $count ->
        [2] beider
       *[other] aller
    }.
pledge-conflict-colleague = { $count ->
        [2] Zwei
       *[other] { $count }
    } Meldungen Ihrer Kommune widersprechen sich:

    { $lines }

    { $count ->
        [2] Beide
       *[other] Alle
    } warten, bis die Koordination eine bestätigt. Sind Sie sich einig, melden Sie es noch einmal; das tritt an die Stelle { $count ->
        [2] beider
       *[other] aller
    }.
pledge-conflict-decider = { $count ->
        [2] Zwei
       *[other] { $count }
    } Meldungen aus { $municipality } widersprechen sich und warten auf Sie:

    { $lines }
pledge-same-already = { $by } hat das für Ihre Kommune schon gemeldet: { $offer } (Nr. { NUMBER($number, useGrouping: 0) }). Es ist nichts mehr zu tun.
pledge-same-evidence = Den Beschluss, den Sie genannt haben, habe ich dort ergänzt.
withdrawal-none-so = So eine Zusage finde ich nicht unter Ihren.

## Ist das der echte Hafenbote?

help-echt = - **echt** – prüfen, ob Sie wirklich mit Hafenbote schreiben
verification-shown = **Ist das wirklich Hafenbote?** Ihre App zeigt jetzt sieben Bilder. Ich habe diese:

    { $emoji }

    Als Zahlen: { $numbers }

    Sind alle gleich, in derselben Reihenfolge? Dann bestätigen Sie das bitte in Ihrer App. Sicher ist es erst, wenn Ihnen auch die Koordinierungsstelle diese Bilder am Telefon nennt: Wer mich nachmacht, kann auch diese Nachricht nachmachen.

    Ist auch nur eines anders? Dann sagen Sie das bitte Ihrer App, schreiben Sie hier nichts Vertrauliches mehr, und rufen Sie die Koordinierungsstelle an.
verification-done = ✅ Die Prüfung ist gelungen: Ihre App zeigt mich ab jetzt als überprüft. Warnt sie Sie später, dass sich das geändert hat, schreiben Sie hier nichts Vertrauliches und fragen Sie bei der Koordinierungsstelle nach.
verification-mismatch = ⚠️ Die Prüfung ist fehlgeschlagen: Ihre App und ich haben nicht dasselbe gesehen. Vielleicht liest jemand mit. Schreiben Sie hier bitte nichts Vertrauliches mehr, und rufen Sie die Koordinierungsstelle an, unter einer Nummer, die Sie nicht aus diesem Chat haben.
verification-cancelled = Die Prüfung wurde abgebrochen, es hat sich nichts geändert. Sie können sie in Ihrer App neu beginnen; wie das geht, sagt Ihnen **echt**.
verification-timeout = Die Prüfung hat länger als zehn Minuten gedauert und ist deshalb beendet. Sie können sie in Ihrer App neu beginnen; wie das geht, sagt Ihnen **echt**.
verification-broken = Die Prüfung konnte nicht zu Ende geführt werden. Bitte beginnen Sie sie in Ihrer App neu, und wählen Sie den Vergleich mit Bildern (Emoji). Gelingt das wieder nicht, schreiben Sie **echt**: Sie können auch Schlüssel vergleichen.
verification-how =
    So prüfen Sie, ob Sie wirklich mit Hafenbote schreiben:
    - Rufen Sie die Koordinierungsstelle an, unter einer Nummer, die Sie nicht aus diesem Chat haben.
    - Öffnen Sie in Ihrer App mein Profil, und wählen Sie dort „Verifizieren“. Ihre App und ich zeigen dann sieben Bilder.
    - Lassen Sie sich die Bilder am Telefon nennen. Sind alle gleich, bestätigen Sie das in Ihrer App.

    Hat Ihre App das nicht? Dann vergleichen Sie, was sie in meinem Profil zeigt, mit dem, was die Koordinierungsstelle veröffentlicht oder Ihnen vorliest:

    { $facts }

    Dass es hier steht, beweist nichts: Wer mich nachmacht, kann auch das schreiben.
verification-how-not-here = In diesem Netz kann Ihre App mich nicht prüfen. Vergleichen Sie meinen Namen Zeichen für Zeichen mit dem, den die Koordinierungsstelle veröffentlicht, und fragen Sie im Zweifel dort nach, unter einer Nummer, die Sie nicht aus diesem Chat haben. Auf Matrix kann Ihre App mich prüfen.
verification-fact-account = Konto: { $value }
verification-fact-session = Sitzung: { $value }
verification-fact-session-key = Schlüssel der Sitzung: { $value }
verification-fact-account-key = Schlüssel des Kontos: { $value }

# Die Namen, unter denen deutsche Apps die Bilder zeigen (Matrix specification, data-definitions/sas-emoji.json).
verification-emoji-0 = 🐶 Hund
verification-emoji-1 = 🐱 Katze
verification-emoji-2 = 🦁 Löwe
verification-emoji-3 = 🐎 Pferd
verification-emoji-4 = 🦄 Einhorn
verification-emoji-5 = 🐷 Schwein
verification-emoji-6 = 🐘 Elefant
verification-emoji-7 = 🐰 Hase
verification-emoji-8 = 🐼 Panda
verification-emoji-9 = 🐓 Hahn
verification-emoji-10 = 🐧 Pinguin
verification-emoji-11 = 🐢 Schildkröte
verification-emoji-12 = 🐟 Fisch
verification-emoji-13 = 🐙 Oktopus
verification-emoji-14 = 🦋 Schmetterling
verification-emoji-15 = 🌷 Blume
verification-emoji-16 = 🌳 Baum
verification-emoji-17 = 🌵 Kaktus
verification-emoji-18 = 🍄 Pilz
verification-emoji-19 = 🌏 Globus
verification-emoji-20 = 🌙 Mond
verification-emoji-21 = ☁️ Wolke
verification-emoji-22 = 🔥 Feuer
verification-emoji-23 = 🍌 Banane
verification-emoji-24 = 🍎 Apfel
verification-emoji-25 = 🍓 Erdbeere
verification-emoji-26 = 🌽 Mais
verification-emoji-27 = 🍕 Pizza
verification-emoji-28 = 🎂 Kuchen
verification-emoji-29 = ❤️ Herz
verification-emoji-30 = 😀 Lächeln
verification-emoji-31 = 🤖 Roboter
verification-emoji-32 = 🎩 Hut
verification-emoji-33 = 👓 Brille
verification-emoji-34 = 🔧 Schraubenschlüssel
verification-emoji-35 = 🎅 Weihnachtsmann
verification-emoji-36 = 👍 Daumen hoch
verification-emoji-37 = ☂️ Regenschirm
verification-emoji-38 = ⌛ Sanduhr
verification-emoji-39 = ⏰ Uhr
verification-emoji-40 = 🎁 Geschenk
verification-emoji-41 = 💡 Glühbirne
verification-emoji-42 = 📕 Buch
verification-emoji-43 = ✏️ Bleistift
verification-emoji-44 = 📎 Büroklammer
verification-emoji-45 = ✂️ Schere
verification-emoji-46 = 🔒 Schloss
verification-emoji-47 = 🔑 Schlüssel
verification-emoji-48 = 🔨 Hammer
verification-emoji-49 = ☎️ Telefon
verification-emoji-50 = 🏁 Flagge
verification-emoji-51 = 🚂 Zug
verification-emoji-52 = 🚲 Fahrrad
verification-emoji-53 = ✈️ Flugzeug
verification-emoji-54 = 🚀 Rakete
verification-emoji-55 = 🏆 Pokal
verification-emoji-56 = ⚽ Ball
verification-emoji-57 = 🎸 Gitarre
verification-emoji-58 = 🎺 Trompete
verification-emoji-59 = 🔔 Glocke
verification-emoji-60 = ⚓ Anker
verification-emoji-61 = 🎧 Kopfhörer
verification-emoji-62 = 📁 Ordner
verification-emoji-63 = 📌 Stecknadel

## Meldungen an den Betrieb

alert-begun = **Störung: { $name }**

    Seit { $since }.

    { $deed }
alert-over = **Wieder in Ordnung**

    Vorbei ist: „{ $name }“, seit { $since }, bis { $until }.
alert-pass-on = Bitte geben Sie diese Meldung an die Stelle weiter, die den Dienst betreibt.
alert-clock = Uhr
alert-name-network-down = { $subject } ist nicht erreichbar
alert-do-network-down = Was über { $subject } kommt und geht, wartet so lange; verloren ist nichts. Grund: { $fault }. Bitte prüfen Sie mit `hafenbote doctor`, ob Server, Zugangsdaten und Netz in Ordnung sind.
alert-name-updates-ending = { $subject } bewahrt Nachrichten nicht mehr lange auf
alert-do-updates-ending = Was Menschen über { $subject } geschrieben haben, geht verloren, wenn es bis { $until } nicht abgeholt ist. Bitte stellen Sie die Verbindung vorher wieder her; `hafenbote doctor` nennt den Grund.
alert-name-device-unsigned = Das Gerät des Bots ist auf { $subject } nicht bestätigt
alert-do-device-unsigned = Apps warnen deshalb vor dem Bot oder verweigern ihm die Schlüssel. Grund: { $fault }. Bitte hinterlegen Sie den Wiederherstellungsschlüssel in HAFENBOTE\_MATRIX\_RECOVERY\_KEY und starten Sie den Dienst neu.
alert-name-queue-stuck = Antworten auf { $subject } gehen nicht hinaus
alert-do-queue-stuck = { $count ->
    [one] Eine Antwort wartet
   *[other] { $count } Antworten warten
    } auf den Versand, obwohl { $subject } erreichbar ist. Bitte suchen Sie im Log nach „not sent“. Drosselt der Server, so nennt `hafenbote doctor` den Ausweg; sonst starten Sie den Dienst bitte neu.
alert-name-clock-late = Fälliges wird nicht erledigt
alert-do-clock-late = { $count ->
    [one] Eine Aufgabe der Uhr ist
   *[other] { $count } Aufgaben der Uhr sind
    } überfällig, etwa Erinnerungen. Bitte suchen Sie im Log nach „due item failed“ und „tick failed“.
alert-name-lease-free = Niemand übernimmt: { $subject }
alert-do-lease-free = Keine Instanz tut diese Arbeit. Bitte prüfen Sie, ob genügend Instanzen laufen und dieselben Einstellungen haben.
alert-name-backup-old = Es fehlt eine aktuelle Sicherung
alert-do-backup-old = Bitte prüfen Sie, ob der Auftrag läuft, der `hafenbote db backup` aufruft, und machen Sie eine Sicherung von Hand.
alert-name-disk-full = Der Datenträger der Datenbank ist fast voll
alert-do-disk-full = Es sind nur noch { $megabytes } MB frei. Bitte schaffen Sie Platz, bevor der Dienst nichts mehr speichern kann.
alert-name-sends-in-doubt = Nachrichten kamen vielleicht doppelt an
alert-do-sends-in-doubt = In der letzten Stunde wurden { $count } Sendungen unterbrochen und wiederholt. Bitte prüfen Sie, ob der Dienst oft abstürzt oder die Verbindung zu Telegram abreißt.
alert-name-ledger-broken = Das Verzeichnis der Zusagen wurde verändert
alert-do-ledger-broken = Einträge sind nicht mehr so, wie sie geschrieben wurden. Bitte ändern Sie nichts, heben Sie alle Sicherungen auf und lassen Sie sich mit `hafenbote doctor` die Stelle nennen.
alert-name-crowd = Sehr viele schreiben zugleich über { $subject }
alert-do-crowd = Wer bekannt ist, bekommt weiter Antwort, Fremde nur kurz. Hält es an, so ist es vielleicht ein Angriff: Auf Matrix kann Ihr Homeserver Absender sperren, auf Telegram nur Telegram.
## Eigene Daten: ansehen, löschen, eine Rolle übergeben

help-meinedaten = - **meinedaten** – alles, was hier über Sie gespeichert ist, auch als Datei
help-loeschen = - **löschen** – alles über Sie löschen; vorher steht da, was bleibt und warum
help-uebergabe = - **übergabe** – Ihre Rolle mit einem Code an die Nachfolge übergeben; zurücknehmen: *übergabe zurücknehmen*

mydata-heading = Das ist über Sie gespeichert. In der Datei steht es Zeile für Zeile, mit dem Zweck und wie lange es aufbewahrt wird.
mydata-file = meine-daten
mydata-who = Wer Sie hier sind
mydata-label = { $label }, angemeldet seit { $since }
mydata-language = Sprache: { $language }
mydata-timezone = Zeitzone: { $zone }
mydata-paused = Pause bis { $day }
mydata-addresses = Adressen
mydata-address = { $network }: { $account }, seit { $since }
mydata-roles = Rollen
mydata-role = { $role }, seit { $day }
mydata-no-role = zurzeit keine
mydata-consents = Einverständnisse
mydata-consent = { $network }: Hinweis in Fassung { $version }, vom { $at }
mydata-no-consent = Für Ihre Netze ist keines nötig.
mydata-said = Was Sie gemeldet, geantwortet und gefragt haben
mydata-reported = Zusagen und Abfragen: { $count ->
    [one] ein Eintrag
   *[other] { $count } Einträge
    }; sie gehören zum Verlauf Ihrer Kommune (*zusagen verlauf*)
mydata-answered = Termine und Umfragen: { $count ->
    [one] eine Antwort
   *[other] { $count } Antworten
    } (*termine*, *umfragen*)
mydata-asked = Fragen und Wünsche zur Tagesordnung: { $count } (*fragen*)
mydata-in-office = In Ihrer Rolle angelegt oder übernommen: { $count ->
    [one] ein Eintrag
   *[other] { $count } Einträge
    } (Termine, Aufgaben, Rundschreiben, Umfragen)
mydata-nothing = bisher nichts
mydata-waiting = Was wartet
mydata-held = { $count ->
    [0] Keine Nachricht wartet auf Sie.
    [one] Eine Nachricht wartet auf einen guten Moment.
   *[other] { $count } Nachrichten warten auf einen guten Moment.
    }
mydata-dialogue = begonnenes Gespräch: { $title }
mydata-log = Protokoll
mydata-log-counts = Handlungen: { $deeds }; Nachrichten an Sie: { $messages }; Eingänge ohne Text: { $events }
mydata-rest = Stimmt etwas nicht, schreiben Sie *frage* und dahinter, was falsch ist. Mit *löschen* löschen Sie alles, mit *übergabe* geben Sie nur Ihre Rolle weiter. Für die Daten verantwortlich ist die Koordinierungsstelle.
mydata-erase = Alles löschen

erasure-title = Löschen
erasure-heading = **Alles über Sie löschen?**
erasure-goes = Gelöscht werden:
    - Ihre Kontonamen bei mir, Ihre Rolle, Ihr Einverständnis, Ihre Einstellungen und Kalenderadressen
    - Ihre Fragen mit den Antworten, Bemerkungen zu Terminen, ein begonnenes Gespräch
    - was noch an Sie verschickt werden sollte; meine Nachrichten in unseren Chats, soweit das Netz es zulässt
erasure-stays = Es bleiben, ohne Ihren Namen und Ihr Konto, nur mit einer Nummer:
    - der Verlauf der Zusagen mit den Worten, die dort stehen: Er muss nachprüfbar bleiben.
    - Antworten Ihrer Kommune auf Umfragen, Abfragen und Termine: Sie gehören der Kommune.
    - was Sie in einer Koordination angelegt haben, und drei Jahre lang das Protokoll, ohne Texte
erasure-alone-place = **Achtung:** Für { $municipality } ist sonst niemand eingetragen. Danach erreichen wir dort niemanden mehr: keine Termine, keine Umfragen, keine Erinnerung an auslaufende Zusagen. Die Koordinierungsstelle erfährt, dass jemand fehlt, aber nicht, wer gegangen ist.
erasure-alone-office = **Achtung:** Außer Ihnen hat niemand die Rolle { $role }. Danach bearbeitet niemand, was dort eingeht: Meldungen, Fragen, Einladungen.
erasure-hand-over = Soll jemand nachfolgen, schreiben Sie *abbrechen* und dann *übergabe*. Sie werden dann gelöscht, sobald die Rolle übernommen ist.
erasure-ask-sure = Möchten Sie das?
erasure-yes = Ja, weiter
erasure-no = Nein, nicht löschen
erasure-sure-unclear = Bitte antworten Sie mit „ja“ oder „nein“. Noch ist nichts gelöscht.
erasure-ask-word = Das lässt sich nicht rückgängig machen. Wenn Sie sicher sind, schreiben Sie: „endgültig löschen“.
erasure-word-wrong = Das war nicht „endgültig löschen“. Noch ist nichts gelöscht.
erasure-not = In Ordnung, es bleibt alles, wie es ist.
erasure-begun = Gelöscht. Ich kenne Sie ab jetzt nicht mehr. { $count ->
    [0] Zu entfernen war hier nichts.
    [one] Eine Nachricht von mir lasse ich noch entfernen
   *[other] { $count } Nachrichten von mir lasse ich noch entfernen
    }{ $count ->
    [0] {""}
   *[other] ; dann schreibe ich ein letztes Mal.
    }
erasure-instead = Diese Nachricht ist gelöscht.
erasure-done = Das ist meine letzte Nachricht. { $count ->
    [0] Von mir stand nichts mehr in unseren Chats.
   *[other] Von { $count } Nachrichten sind { $gone } entfernt.
    }{ $replaced ->
    [0] {""}
   *[other] { " " }Bei { $replaced } ließ das Netz nur zu, den Text zu ersetzen.
    }{ $left ->
    [0] {""}
   *[other] { " " }{ $left } konnte ich nicht entfernen.
    } Was Sie selbst geschrieben haben, löschen Sie in Ihrer App; dort löschen Sie auch den Chat. Wenn Sie wieder schreiben, kenne ich Sie nicht.
erasure-told-place = Für **{ $municipality }** ist niemand mehr eingetragen: Die letzte Person hat ihre Daten gelöscht. Bitte laden Sie jemanden ein, zum Beispiel *einladen Ansprechperson { $municipality }*.
erasure-told-office = Die Rolle **{ $role }** hat niemand mehr: Die letzte Person hat ihre Daten gelöscht. Bitte laden Sie jemanden ein.
erased-person = N. N. (gelöscht)

handover-title = Übergabe
handover-how = So geben Sie Ihre Rolle weiter: Sie bekommen einen Code für eine Person. Wer ihn einlöst, hat danach Ihre Rolle, und Sie haben sie nicht mehr. Der Verlauf, offene Fragen, Aufgaben und ein begonnenes Gespräch der Kommune gehen mit.
handover-ask-role = Welche Rolle übergeben Sie?
handover-role-unknown = Diese Rolle haben Sie nicht: „{ $typed }“. Bitte wählen Sie eine aus der Liste.
handover-ask-after = Sollen Ihre Daten gelöscht werden, sobald jemand die Rolle übernommen hat? Wenn Sie noch eine andere Rolle haben, bleiben Sie in jedem Fall angemeldet.
handover-after-unclear = Bitte antworten Sie mit „ja“ (danach löschen) oder „nein“ (angemeldet bleiben).
handover-then-erase = Ja, danach löschen
handover-then-stay = Nein, angemeldet bleiben
handover-code = Geben Sie das bitte nur an die Person weiter, die die Rolle **{ $role }** übernimmt. Sie schreibt mir:

    `start { $code }`

    { $links }

    Der Code gilt einmal, bis { $until }. Bis dahin behalten Sie die Rolle; *übergabe zurücknehmen* macht ihn ungültig.
handover-code-erases = Sobald er eingelöst ist, lösche ich alles über Sie, wie bei *löschen*.
handover-code-stays = Sobald er eingelöst ist, sage ich Ihnen Bescheid. Sie bleiben angemeldet.
handover-waits = Sie übergeben gerade: **{ $role }**. Der Code gilt noch bis { $until }; eingelöst hat ihn niemand.
handover-take-back = Zurücknehmen
handover-withdrawn = Zurückgenommen. Der Code gilt nicht mehr, und Sie behalten die Rolle **{ $role }**.
handover-none = Es läuft keine Übergabe. Mit *übergabe* beginnen Sie eine.
handover-no-role = Sie haben zurzeit keine Rolle, die Sie übergeben können. Mit *löschen* löschen Sie Ihre Daten.
handover-own = Das ist Ihr eigener Code. Bitte geben Sie ihn an die Person weiter, die Ihre Rolle **{ $role }** übernimmt. Er ist noch gültig.
handover-has-role = Sie haben die Rolle **{ $role }** schon. Bitte geben Sie den Code an jemanden weiter, der sie noch nicht hat. Er ist noch gültig.
handover-used = Dieser Code ist schon eingelöst; die Rolle hat jemand übernommen. Bitte fragen Sie die Person, von der Sie ihn haben, oder die Koordinierungsstelle.
handover-expired = Dieser Code ist abgelaufen oder zurückgenommen. Einen neuen bekommen Sie von der Person, von der Sie ihn haben, oder von der Koordinierungsstelle.
handover-lapsed = Diese Rolle hat die Person, von der Sie den Code haben, selbst nicht mehr. Bitte wenden Sie sich an die Koordinierungsstelle.
handover-talk = Ihre Vorgängerin oder Ihr Vorgänger war mitten im Gespräch „{ $title }“. Es geht bei Ihnen weiter.
handover-carry-on = Weitermachen
handover-taken-erases = Ihre Rolle **{ $role }** ist übernommen.
handover-taken-stays = Ihre Rolle **{ $role }** ist übernommen. Sie haben sie nicht mehr, bleiben aber angemeldet. Mit *löschen* löschen Sie Ihre Daten.
handover-taken-still = Ihre Rolle **{ $role }** ist übernommen. Weil Sie noch eine andere Rolle haben, ist nichts gelöscht. Mit *löschen* löschen Sie Ihre Daten.
handover-told = Die Rolle **{ $role }** ist übergeben: Sie liegt jetzt in anderen Händen. Für Sie ist nichts zu tun.
why-handover = Sie erhalten das, weil jemand die Rolle übernommen hat, die Sie übergeben haben.
language-de = Deutsch
language-en = Englisch
