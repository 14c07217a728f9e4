# Every sentence users read in English, in the order of de.ftl. British spelling, polite and short.

# Command words are the English aliases; what stands in examples works as it is written.

## Names

programme-federal_existing = federal admission programme (existing law)
programme-federal_humanitarian = humanitarian federal admission programme
programme-nest = NEST
programme-land = state admission programme
programme-dublin = Dublin III Art. 17 (sovereignty clause)
programme-municipal = municipal admission programme
programme-sea_rescue = sea rescue (Potsdam Declaration)
programme-greek_camps = Greek camps (NRW initiative)

target-group-everyone = everyone
target-group-unaccompanied_minors = unaccompanied minors (UMF)
target-group-vulnerable = especially vulnerable people

role-contact = contact
role-deputy = deputy
role-land_coordinator = state coordinator
role-spokesperson = spokespersons’ group
role-coordinator = coordination office
role-operator = operators
role-of-place = { $role } for { $name }
role-of-land = { $role } for { $land }

member-status-declared = declared
member-status-member = member

land-DE-SH = Schleswig-Holstein
land-DE-HH = Hamburg
land-DE-NI = Lower Saxony
land-DE-HB = Bremen
land-DE-NW = North Rhine-Westphalia
land-DE-HE = Hesse
land-DE-RP = Rhineland-Palatinate
land-DE-BW = Baden-Württemberg
land-DE-BY = Bavaria
land-DE-SL = Saarland
land-DE-BE = Berlin
land-DE-BB = Brandenburg
land-DE-MV = Mecklenburg-Western Pomerania
land-DE-SN = Saxony
land-DE-ST = Saxony-Anhalt
land-DE-TH = Thuringia

place = { $name }, { $land } (AGS { $ags })

## Offers in words

pledge-offer = { $places ->
    [one] **1 place**
   *[other] **{ $places } places**
 } · { $group } · { $programme } · { $period }
period = { $start } to { $end }
period-open = from { $start }, until further notice
resolution = Resolution: { $text }
resolution-missing = Without a resolution
condition = Condition: { $text }

## Arriving

start-no-code = Hello! I am Hafenbote, the network’s bot. I do not know you yet. Please write *start* followed by your invitation code, for example: *start K7QF-2M9X-R4TD*. The coordination office will give you a code.
start-known = You are already registered. If you have been given another code, write *start* followed by the code. Write *help* to see what you can do here.
start-wrong = This code is not valid. Please check that it is complete. A code is valid for 14 days and only once. The coordination office will give you a new one.
start-locked = That was too many wrong codes. Please try again from { $until }.
start-for-group = This code is for a group chat. Please invite me to the group and write *!start* there, followed by the code. It is still valid.
start-for-person = This code was for one person. Everybody here has read it, so it is no longer valid. You can get a new one from the coordination office; please send it to me in a direct chat.
welcome-contact = Welcome! You are now registered as **{ $role }**.

    Write *pledge* to report places, *pledges* to see what you have reported, and *help* for everything else.
welcome-land-coordinator = Welcome! You are now registered as **{ $role }**.

    I will let you know when a report is waiting for you. Write *approvals* to see all that are open, and *help* for everything else.
welcome-coordinator = Welcome! You are now registered as **{ $role }**.

    Write *invite* to invite contacts and groups, *approvals* to see open reports, and *help* for everything else.
welcome-spokesperson = Welcome! You are now registered for the **{ $role }**.

    Write *totals* to see the confirmed pledges, and *help* for everything else.
welcome-operator = Welcome! You are now registered for the **{ $role }**. I will write to you when something about the service is out of order and what to do, and once more when it is over.
welcome-operators = This group is now registered: **{ $role }**. I will write here when something about the service is out of order and what to do, and once more when it is over.
welcome-group = This group is now registered: **{ $role }**. The digest will arrive here from now on. Commands begin with an exclamation mark here, for example *!totals*; on Telegram with a slash: */totals*.
welcome-room = This group is now registered: **{ $role }**. Each question of the municipalities will be a thread here; what you write in it goes to the person. Commands begin with an exclamation mark here, for example *!questions*; on Telegram with a slash: */questions*.

## Help

help-heading = This is what you can write to me:
help-footer = In a conversation, *back* takes you to the previous question and *cancel* ends it. Instead of typing a choice, you can send its number.
help-footer-group = In this group commands begin with an exclamation mark, on Telegram with a slash. Everything else in the direct chat, please.
help-zusage = - **pledge** – report or change places. In one line, too: *pledge 20 minors NEST until { $example-end }*
help-zusagen = - **pledges** – see the pledges of a municipality, and their history: *pledges history*
help-zurueckziehen = - **withdraw** – take back a pledge
help-freigaben = - **approvals** – confirm or reject reports; several at once: *approvals all*
help-zahlen = - **totals** – confirmed places, also by state, by day or as a picture: *totals NRW*, *totals on { $example-start }*, *totals chart*, *pledges export*
help-digest = - **digest** – preview of the next digest
help-mitglieder = - **members** – members by state, or one municipality: *members Köln*
help-einladen = - **invite** – issue an invitation code: *invite contact Köln*
help-vorschau = - **preview** – what will be sent in the coming time: *preview 30 days*
help-status = - **status** – how you are registered and what is open
help-pause = - **pause** – hear nothing for a while: *pause 2 weeks*, *pause until { $example-start }*
help-warum = - **why** – as a reply to a message: why you got it
help-sprache = - **language** – German or English
help-zeitzone = - **timezone** – by which time your night's rest goes: *timezone London*
help-hilfe = - **help** – this overview
help-abbrechen = - **cancel** – end a conversation
help-zurueck = - **back** – go to the previous question
help-start = - **start** – register with an invitation code

## Conversations

dialogue-skip = Skip
dialogue-enough = Done
dialogue-noted = Noted.
dialogue-needed = It does not go on without that.
dialogue-go-ahead = Please go ahead and write it.
dialogue-alter = Change
dialogue-drop = Cancel
dialogue-change = What would you like to change? Write *back* to return to the review.
dialogue-change-unclear = Please choose one of the details; its number is easiest.
dialogue-review-unclear = I cannot tell what this is to change. Nothing has been changed and nothing has been sent.
dialogue-review-stands = As it stands: { $line }.
dialogue-review-options = Please answer with one of the { $count ->
    [2] two
   *[other] three
    } options; its number is easiest.
dialogue-at-start = This is already the first question.
dialogue-cancelled = Cancelled: { $title }. Nothing was saved.
dialogue-none = No conversation is running at the moment. Write *help* to see what you can do.
dialogue-running = You are in the middle of the conversation ‘{ $title }’. Please answer the question below first, or write *cancel*.
dialogue-anew-or-on = You are in the middle of the conversation ‘{ $title }’ and have answered in it already. What would you like to do?
dialogue-anew = Start again: { $typed }
dialogue-carry-on = Go on with what I began
dialogue-going-on = Back to your conversation:
dialogue-resumed = We carry on where you left off: { $title }, begun on { $since }.

## Reporting a pledge

pledge-title = Report a pledge
pledge-send = Correct
pledge-municipality = Municipality
pledge-programme = Programme
pledge-target_group = Target group
pledge-places = Places
pledge-valid_from = First day
pledge-valid_until = Last day
pledge-resolution = Resolution
pledge-condition = Condition
pledge-ask-municipality = Which municipality are you reporting for?
pledge-ask-programme = For which programme are you reporting places?
pledge-ask-target_group = Who are the places for?
pledge-ask-places = How many places does the municipality offer for this in total?
pledge-ask-valid_from = From which day does the offer hold? For example *{ $example-start }* or *today*.
pledge-ask-valid_until = Until which day does the offer hold? For example *{ $example-end }* or *end of June*.
pledge-ask-resolution = Which council resolution is it based on? For example *11.07.2019, Vorlage 9123/2014-2020*.
pledge-ask-condition = Is there a condition? For example *not counted towards the quota*.
pledge-end = { $day }
pledge-open-end = Until further notice
pledge-review = Please check: **{ $municipality }** offers
pledge-review-pending = A report is already waiting: { $pending }. The new one will take its place.
pledge-reported = Thank you, report no. { NUMBER($number, useGrouping: 0) } has arrived: { $offer }.

    It counts as soon as it is confirmed. The coordination for { $land } will decide and you will be told.
pledge-reported-office = Thank you, report no. { NUMBER($number, useGrouping: 0) } has arrived: { $offer }.

    It counts as soon as it is confirmed. The coordination office will decide and you will be told.
pledge-reported-nobody = Thank you, report no. { NUMBER($number, useGrouping: 0) } has arrived: { $offer }.

    Nobody is registered yet to confirm reports for { $land }. The report has been saved and is waiting.
pledge-unchanged = Thank you, it stays as it is: { $offer }. That is confirmed, and noted as of today.
pledge-told-colleague = For your information: { $by } has reported for your municipality: { $offer }. The report is waiting to be confirmed.
pledge-changed-meanwhile = Something has changed in the meantime, perhaps through a colleague. Your details are still here. Please check once more:
pledge-not-a-contact = Only contacts and deputies of a municipality can report pledges. No municipality is registered for you. Please get in touch with the coordination office.
pledge-programme-unknown = I do not know ‘{ $typed }’ as a programme. Please choose one from the list.
pledge-group-unknown = I do not know ‘{ $typed }’ as a target group. Please choose one from the list.
resolution-unclear = Nobody can look up ‘{ $typed }’ later. Please give the date of the resolution, or its number.
pledge-rest-unclear = I did not understand ‘{ $typed }’. I have kept everything else; please check it.
pledge-two-programmes = I can see more than one programme. Please report each one separately.
pledge-two-target-groups = I can see more than one target group. Please report each one separately.

## Seeing and withdrawing pledges

pledges-heading = **Pledges: { $municipality }**
pledges-none = At present there is no pledge.
pledges-in-force = - confirmed: { $offer }
pledges-run-out = - expired: { $offer }
pledges-planned = - confirmed for later: { $offer }
pledges-pending = - waiting to be confirmed: { $offer } (no. { NUMBER($number, useGrouping: 0) })
pledges-whose = Of which municipality? Please write, for example, *pledges Köln*.
pledges-report = New report
pledges-withdraw = Withdraw a pledge
withdrawal-title = Withdraw a pledge
withdrawal-send = Yes, withdraw it
withdrawal-line = Pledge
withdrawal-ask-line = Which pledge would you like to withdraw?
withdrawal-which = I did not recognise ‘{ $typed }’. Please choose a pledge from the list; its number is easiest.
withdrawal-review = **{ $municipality }** withdraws:
withdrawal-nothing = There is no pledge that you could withdraw.
withdrawal-changed-meanwhile = Something has changed in the meantime. Nothing was withdrawn. Write *pledges* to see how things stand now.
withdrawal-done = Withdrawn: { $offer }. From today this pledge no longer counts.
withdrawal-done-pending = Withdrawn: { $offer }. The report had not been confirmed yet; the totals stay the same.
withdrawal-done-later = Withdrawn: { $offer }. This pledge will not begin any more.
withdrawal-told = { $municipality }: { $by } has withdrawn: { $offer }. From today this pledge no longer counts.
withdrawal-told-pending = { $municipality }: { $by } has withdrawn: { $offer }. The report had not been confirmed yet; the totals stay the same.
withdrawal-told-later = { $municipality }: { $by } has withdrawn { $offer }. This pledge will not begin any more.

## Approvals

approval-notice = New report no. { NUMBER($number, useGrouping: 0) } from **{ $municipality }** is waiting for you: { $offer }.
approval-notice-change = Changed report no. { NUMBER($number, useGrouping: 0) } from **{ $municipality }** is waiting for you: { $offer }.
approval-look = View
approvals-none = No report is waiting for you.
approvals-list = { $count ->
    [one] One report is waiting for you.
   *[other] { $count } reports are waiting for you.
 } Which one would you like to see?
approvals-list-part = { $count } reports are waiting for you; here are the first { $shown }. Which one would you like to see?
approvals-line = { $municipality }: { $offer }
approvals-more = { $count ->
    [one] One more report is waiting.
   *[other] { $count } more reports are waiting.
 }
approval-detail = **Report no. { NUMBER($number, useGrouping: 0) } · { $municipality }** ({ $land })
approval-before = Confirmed so far: { $before }
approval-first = Nothing had been confirmed for this so far.
approval-reported = Reported by { $by }, { $at }
approval-confirm = Confirm
approval-reject = Reject
approval-own = You reported this yourself. Somebody else has to decide.
approval-confirmed = Confirmed: **{ $municipality }**, { $offer } (no. { NUMBER($number, useGrouping: 0) }).
approval-rejected = Rejected: **{ $municipality }**, { $offer } (no. { NUMBER($number, useGrouping: 0) }). The municipality will be told your reason.
approval-how = Please write *approvals* for the list, *approvals 17* for report no. 17, *approvals all* for all in one, or, for example, *approvals confirm 2, 5 and 7*.
approval-unknown = There is no open report no. { NUMBER($number, useGrouping: 0) }. Write *approvals* to see all that are open.
approval-meanwhile = Report no. { NUMBER($number, useGrouping: 0) } has already been decided, changed or withdrawn. Write *approvals* to see all that are open.
approval-not-your-land = { $municipality } is in { $land }. That is not yours to decide.
approval-reason-missing = Please give a reason that the municipality will understand.
told-confirmed = Your pledge has been confirmed: { $offer }. It now counts towards the common totals.
told-confirmed-later = Your pledge is confirmed: { $offer }. From { $start } it counts towards the shared totals.
told-rejected = Your report was not confirmed: { $offer }.

    Reason: { $reason }

    Decided by: { $by }. What was confirmed before still holds. Write *pledge* to report again.
rejection-title = Reject a report
rejection-ask-reason = Why do you reject the report? The municipality will read your reason.

## Totals

totals-heading = **Confirmed pledges on { $day }**
totals-heading-land = **Confirmed pledges on { $day } in { $land }**
totals-sum = { $places ->
    [one] **1 place**
   *[other] **{ $places } places**
 } from { $municipalities ->
    [one] one municipality
   *[other] { $municipalities } municipalities
 }
totals-none = No confirmed pledge is in force on that day.
totals-programme = **{ $programme }: { $places }**
totals-group = - { $group }: { $places } ({ $lands })
totals-waiting = { $count ->
    [one] One report
   *[other] { $count } reports
 } of { $places ->
    [one] one place
   *[other] { $places } places
 } { $count ->
    [one] is
   *[other] are
 } still waiting to be confirmed.
totals-how = I did not understand ‘{ $typed }’. Please write, for example, *totals*, *totals NRW* or *totals on { $example-start }*.

## Digest

digest-heading = **How things stand on { $day }**
digest-unchanged = There are no reports yet.
digest-unchanged-since = Nothing has changed since the last digest on { $day }.
digest-unchanged-begun = There have been no new reports since the last digest on { $day }. The numbers have changed because pledges have begun or run out.
digest-proposed = **Reported ({ $count })**
digest-confirmed = **Confirmed ({ $count })**
digest-rejected = **Rejected ({ $count })**
digest-withdrawn = **Withdrawn ({ $count })**
digest-expiring = **Ending within the next 60 days ({ $count })**
digest-line = - { $municipality }: { $offer }{ $reason }
digest-reason = {" "}– reason: { $reason }
digest-more = - and { $count } more
digest-totals = **In total: { $places ->
    [one] 1 place
   *[other] { $places } places
 }**{ $municipalities ->
    [0] {""}
    [one] {" "}from one municipality
   *[other] {" "}from { $municipalities } municipalities
 } ({ $difference })
digest-total = - { $programme }: { $places } ({ $difference })
difference-none = unchanged
difference-more = +{ $change }
difference-less = −{ $change }
digest-late = This digest was due: { $due }. It comes late because I could not be reached in the meantime.
digest-preview = This is how the digest would look now. Nothing has been sent.
digest-preview-nobody = This is how the digest would look now. No spokespersons’ group is registered yet: *invite group spokespersons*.
digest-preview-ask-office = This is how the digest would look now. No spokespersons’ group is registered yet. Please ask the coordination office.

## Members and invitations

members-count = { $members ->
    [one] **One member**
   *[other] **{ $members } members**
 }{ $declared ->
    [0] {""}
    [one] , one more municipality has declared solidarity
   *[other] , { $declared } more municipalities have declared solidarity
 }
members-land = - { $land }: { $count }
members-land-heading = **{ $land }: { $count ->
    [one] one municipality
   *[other] { $count } municipalities
 }**
members-land-none = No municipality in { $land } is registered yet.
members-place = - { $name } ({ $status })
members-one = **{ $name }**, { $land } (AGS { $ags }) – { $status }
members-person = - { $label }
members-nobody = Nobody is registered yet.
invite-title = Invite
invite-ask-role = Who would you like to invite?
invite-ask-place = For which municipality? Name or AGS.
invite-ask-land = For which state?
invite-role-unknown = I do not know ‘{ $typed }’ as a role. Please choose one from the list.
invite-rest-unclear = “{ $typed }” does not fit this role. Please choose again.
invite-done = Invitation as **{ $role }**. Please pass on this line:

    `start { $code }`

    The code is valid once, until { $until }. I am showing it only now.
    { $links }
invite-group-done = Invitation for the group chat **{ $role }**. Please invite me to the group and write there:

    `!start { $code }`

    The code is valid once, until { $until }. I am showing it only now.
    { $links }
invite-account-done = Invitation for **{ $role }**: I am writing to { $account }, where one tap on “Accept” is enough. It is valid until { $until }. If it does not arrive, I will tell you.
invite-account-failed = The invitation for **{ $role }** has not arrived: either there is no such account, or it takes no invitations. Please check the spelling (mostly all in lower case) and invite again; without an account I give you a code to pass on.
invite-account-group = I cannot invite a group myself. Please leave the account out: then I give you a code, and you invite me to the group.
invite-account-known = I know this account already: { $label }. For another role, please invite without the account and pass on the code.
invite-account-ours = That is me. Please name the account of the person you want to invite.
invite-account-unclear = An account on { $network } is made of a name and a server, for example @rathaus:stadt.example. Please write it like that, or leave it out: then I give you a code to pass on.
invite-for-you = Hello! I am Hafenbote, the bot of the alliance. The coordination office invites you as **{ $role }**. With “Accept” you are registered; the invitation is valid until { $until }.

    If you do not know the alliance, this is a mistake: please ignore it.
invite-accept = Accept
invite-over = This invitation is no longer valid. You get a new one from the coordination office.
place-unknown = I cannot find ‘{ $typed }’ among the municipalities. Please write the full name or the AGS.
place-several = ‘{ $typed }’ matches more than one municipality. Please give the AGS:

    { $places }
place-not-yours = You are not registered for ‘{ $typed }’. You can only report for { $own }.
land-unknown = I do not know ‘{ $typed }’ as a state. Please write, for example, *NRW* or *Hesse*.

## About you

status-heading = This is how you are registered:
status-role = - **{ $role }**
status-own-waiting = { $count ->
    [0] None of your reports is waiting to be confirmed.
    [one] One of your reports is waiting to be confirmed.
   *[other] { $count } of your reports are waiting to be confirmed.
 }
status-to-decide = { $count ->
    [0] No report is waiting for your decision.
    [one] One report is waiting for your decision: *approvals*
   *[other] { $count } reports are waiting for your decision: *approvals*
 }
status-dialogue = You have a conversation open: { $title }, begun on { $since }.
status-paused = You are taking a break: I will write to you of my own accord again from { $day }.{ $count ->
    [0] {""}
    [one] {" "}One message is waiting until then.
   *[other] {" "}{ $count } messages are waiting until then.
 } To end it: *pause off*
status-timezone = Your time zone: { $zone }
language-which = Which language should I write in?
language-set = I will write to you in English from now on.
timezone-is = Your time zone is { $zone }, where it is { $time } now. Change it by naming the nearest big city, for example *timezone London*.
timezone-set = Your time zone is { $zone } now, where it is { $time }. Your night's rest goes by it, and so does the reminder on the morning before a meeting.
timezone-not-found = I do not know “{ $typed }” as a time zone. Please name the nearest big city, for example *timezone London*, or the full name, for example *timezone Europe/London*.

## Silence

pause-how = How long would you like to hear nothing from me? Choose, or write for example *pause until { $example-start }*. What can wait will wait then; answers and urgent messages still come.
pause-weeks = { $count ->
    [one] 1 week
   *[other] { $count } weeks
 }
pause-end = End the break
pause-today = That would be over today. Please name a later day, or choose:
pause-too-long = { $day } is more than a year away. Please name an earlier day, or choose:
pause-until = I will write to you of my own accord again from **{ $day }**.

    Until then waits what can wait.{ $count ->
        [0] {""}
        [one] {" "}At the moment it is one message.
       *[other] {" "}At the moment there are { $count } messages.
     } Answers to your messages still come, and urgent ones, for example reminders of your meetings.
pause-none = You have no pause at the moment. You can begin one with *pause 2 weeks*, for example.
pause-over = You are not taking a break; I will write to you as usual.{ $count ->
    [0] {""}
    [one] {" "}One message has waited; it comes now, or the next morning if it is night or a public holiday.
   *[other] {" "}{ $count } messages have waited; they come now, or the next morning if it is night or a public holiday.
 }
collected = This has gathered for you over the last few days:
restraint-reason-quiet_hours = the night's rest (20:00 to 07:00)
restraint-reason-weekend = the weekend
restraint-reason-holiday = a public holiday
restraint-reason-weekly_cap = enough messages in this week
restraint-reason-paused = your break

## Why a message came

why-speaking = You get this because you speak for { $municipality }.
why-reported = You get this because you reported for { $municipality }.
why-deciding = You get this because as { $role } you decide on reports from { $land }.
why-office = You get this because you belong to the coordination office.
why-linking = You get this because another account has sent your code for linking.
why-invitation = You receive this because you have invited somebody.
why-digest = This group gets this because it is registered as { $role }.
why-collected = You get this in one piece because I send you at most { $most } less important messages a week one by one.
why-unknown = Why you got this is not noted here.
why-answer = That was my answer to what you had written to me.
why-nothing = I have not written to you here of my own accord yet.
why-not-mine = I do not find this message among mine. Please reply with *why* to a message of mine; to a long one, to its last part.
why-at-once = It was due on { $due }, and that is when I sent it.
why-late = It was due on { $due }. I sent it only on { $at }, because I could not be reached in the meantime.
why-waited = It was due on { $due }. It waited:
why-waited-for = - until { $until }: { $reason }
why-less = You will hear less from me with *pause 2 weeks*. Answers and urgent messages still come.
why-urgent = Messages like this are urgent; they also come at night and during a break.

## Preview

preview-heading = **Until { $day } { $count ->
    [one] one message goes out.
   *[other] { $count } messages go out.
 }** What happens until then can change that.
preview-nothing = Until { $day } nothing goes out, as things stand.
preview-day = **{ $weekday }, { $day }**
preview-day-count = - { $weekday }, { $day }: { $count ->
    [one] one message
   *[other] { $count } messages
 }
preview-line = - { $time }: { $title } – to { $readers }
preview-line-many = - { $time }: { $title } – to { $count } people
preview-in-file = Everything in detail is in the file.
preview-file = preview-{ $day }.txt
preview-too-far = I cannot look further ahead than { $most } days. Please name an earlier day.

## What was not understood

not-understood-nearest = I am afraid I did not understand that. Did you mean *{ $word }*?
not-understood = I am sorry, I did not understand that. Write *help* and I will show you what you can do.
not-allowed = That is not open to your role. Write *help* to see what you can do.
group-unknown = I did not understand that. Write *!help* to see what I answer in this group.
group-direct-only = That does not belong in a group. Please write to me directly.
crowd = A great many people are writing at the moment. If you have a code, please write *start CODE*. Otherwise please try again in an hour.
flood = That is a great many messages. Please wait a minute and then write again.
text-too-long = That is { $length } characters; I can read { $longest } at most. Please shorten it.
list-place = Place { $place } in the list: { $title }
list-number = No. { NUMBER($number, useGrouping: 0) }: { $title }
choice-is-old = This choice belongs to an earlier question and is no longer valid.
reaction-unclear = I cannot take that as a choice. Please answer { $count ->
    [one] with 1
   *[other] with a number from 1 to { $count }
 }.
kind-edit = I saw that you edited a message. I do not take over edits, so that nothing changes unnoticed. Please write it once more as a new message.
kind-image = I cannot read pictures. Please write the details to me as text.
kind-sticker = I cannot read stickers. Please write your answer to me as text.
kind-voice = I cannot listen to voice messages. Please write the details to me as text.
kind-video = I cannot watch videos. Please write the details to me as text.
kind-file = I cannot accept a file here. Please write the details to me as text.
kind-location = I cannot use locations. Please write the details to me as text.
kind-undecryptable = I cannot decrypt your last message yet: its key is missing. I have asked your app for it. When it comes I will answer the message, even days later. If it is urgent, please open a new chat with me and write it there again.
kind-poll = I do not take part in other people’s polls. Please write me the details as text.
kind-other = I do not know this kind of message. Please write the details to me as text.
file-without-command = What shall I do with the file? If it is a survey, please send it again with the text *survey*. Anything else please write to me.
file-too-large = The file is too large; I can take 20 MB at most. Please send a smaller one.
file-gone = I could not open the file. Please send it again.
file-unreachable = I could not load the file just now. Please send it again in a few minutes.
internal-error = Something went wrong on my side. I have not processed your message. Please try again. If that does not help, give the coordination office this number: { $reference }

## Reading numbers and days

number-unclear = I cannot read ‘{ $typed }’ as a number. Please write a whole number, for example *20*.
number-span = ‘{ $typed }’ is a range. Please give one single number that you can offer for certain.
number-about = ‘{ $typed }’ is not a definite number. Please give one single number that you can offer for certain.
number-several = I can see several numbers ({ $typed }). Please give one single number.
number-difference = I read ‘{ $typed }’ as a change. Please give the new total.
number-not-positive = It has to be at least one place. If you would like to take back a pledge, write *cancel* and then *withdraw*.
number-not-whole = Please give a whole number without decimals.
number-too-big = That would be more than { $most } places. Please check the number.
date-unclear = I cannot read ‘{ $typed }’ as a date. Please write, for example, *{ $example-end }* or *end of June*.
until-unclear = I do not understand “{ $typed }”. Please name a day or a length of time, for example *until Friday* or *2 weeks*.
date-span = ‘{ $typed }’ is a length of time. Please give the last day, for example *{ $example-end }*.
date-which = Is { $typed } the beginning or the end? Please write ‘from’ or ‘until’ before it.
date-does-not-exist = There is no { $typed }. Please check the date.
date-past = { $day } is already over; today is { $today }. Please give a day in the future.
date-long-past = { $day } is more than a year ago. Please give a later start.
date-too-far = { $day } is more than ten years ahead. Please check the year.
date-several = I can see several different days. Please give a single one.
date-end-before-start = The end ({ $end }) is before the start ({ $start }). Please give the day again.
date-understood = Understood: { $day }.

## One person, several accounts

network-matrix = Matrix
network-telegram = Telegram
network-terminal = Terminal
help-verbinden = - **link** – link a second account, for example Telegram; change the order; unlink
link-heading = This is where I reach you, in this order:
link-address = - { $network }
link-address-gone = - { $network } (cannot be reached at the moment)
link-new = Link another account
link-put-first = { $network } first
link-remove = Unlink { $network }
link-code = This is how to link another account: write this line to me there within { $minutes } minutes. I will then ask you here once more.

    `start { $code }`

    { $links }
link-question = An account on { $network } asks to be linked to you. It could then write in your name. Is that you?
link-agree = Yes, that is me
link-refuse = No
link-confirm-there = Nearly done. I have asked you a question in your existing chat; please confirm there.
link-done = Linked: { $network }. What you write there you write as the same person, and a conversation you have begun goes on there. You get each message on one account only; change the order with *link*.
link-refused = All right, nothing was linked.
link-over = This request is no longer valid. Write *link* to begin again.
link-same = This account is already linked to you.
link-taken = This account already belongs to { $label }. Please unlink it there first, with *link*.
link-first-done = From now on I will write to you on { $network } first.
link-not-there = You have no account linked there. Write *link* to see your accounts.
link-last = That is not possible: without this account I could not reach you any more.
link-removed = Unlinked: { $network }. I will not write to you there any more.
failover-told = { $label } can no longer be reached on { $network }. Messages now go to { $next }.

## Networks that can read along

notice-telegram = Hello! I am Hafenbote, the bot of the alliance. Before we start:

    Telegram sees your phone number, when you write to me and everything we write here; its servers are outside the EU. **Matrix** is equal and encrypted; the coordination office will help you set it up.

    Nothing about you has been stored yet. Do you agree to use Hafenbote through Telegram?
consent-agree = I agree
consent-refuse = No, rather not
consent-thanks = Thank you. Now please send *start* and your invitation code, or tap the link once more.
consent-known = Thank you, your agreement is noted.
consent-withdrawn = All right, your agreement has been deleted. I will not write to you on { $network } any more; on another linked account you can still reach me. If you write here again, I will ask you once more.
consent-not-needed = I need no agreement here. Write *help* to see what you can do.
consent-refused = All right. I have stored nothing. The coordination office will gladly help you with Matrix.
start-network-forbidden = { $network } has not been allowed for { $municipality } yet. Please contact the coordination office or use Matrix. Your code is still valid.
help-netze = - **networks** – allow Telegram for a municipality: *networks allow Telegram Köln*
networks-none = Telegram is not set up; there is nothing to allow.
networks-list = These networks can read along and need your permission:

    { $list }

    Allow: *networks allow Telegram Köln*. Take back: *networks forbid Telegram Köln*.
networks-allowed = - { $network }: { $places }
networks-nobody = - { $network }: for no municipality
network-allowed = { $network } is now allowed for { $municipality }.
network-forbidden = { $network } is no longer allowed for { $municipality }. Whoever has already registered there stays registered; new registrations are no longer possible.

## Reminders

help-erinnerung = - **reminder** – remind the spokespersons' group: *reminder every Monday 9:00 status*
help-erinnerungen = - **reminders** – what comes when; pause, resume, delete
reminder-title = Reminder
reminder-send = Correct
reminder-role = Group
reminder-when = When
reminder-time = Time
reminder-text = Text
reminder-ask-role = Which group shall I remind?
reminder-ask-when = When shall I remind? For example *every Monday 9:00*, *every two weeks on Wednesday 8:30*, *every first Monday of the month 10:00*, *weekdays 8:00* or *once on { $example-start } at 9:00*.
reminder-ask-time = At what time?
reminder-ask-text = What shall I remind of? The group reads exactly this text.
reminder-review = Please check. I remind the **{ $role }** { $when }:

    “{ $text }”
reminder-times = The next times:
reminder-time-line = - { $at }
reminder-no-group = No group has joined for this yet: { $role }. With *invite* you issue a code for it.
reminder-no-group-yet = No group has joined for this yet: { $role }. Please ask the coordination office.
reminder-made = All right, this is reminder no. { NUMBER($number, useGrouping: 0) }. It comes next: { $at }. *reminders* shows all.
reminder-role-unknown = I do not know “{ $typed }” as a group you can remind. Please choose one from the list.
reminder-who = This can be changed by the office and by everybody who has joined as a spokesperson.
reminder-busy = You are in the middle of another conversation with me. Please finish it first, in the direct chat.
reminder-asked = I have written to you directly. Please check the reminder there.
reminder-told = **Reminder:** { $text }
why-group-reminder = This is reminder no. { NUMBER($number, useGrouping: 0) }, { $when }. *reminders* lets you pause or delete it.
reminder-late = This was due: { $due }. It comes late because I could not be reached meanwhile.
reminders-none = There is no reminder. This makes one: *reminder every Monday 9:00 status*
reminders-heading = { $count } reminders. Which one do you want to see?
reminders-of-group = Reminders in this group:
reminder-line = No. { NUMBER($number, useGrouping: 0) } · { $when }: { $text }
reminder-line-paused = No. { NUMBER($number, useGrouping: 0) } · paused · { $when }: { $text }
reminder-for = Reminder for: **{ $role }**
reminder-next = Next time: { $at }
reminder-do-pausieren = Pause
reminder-do-fortsetzen = Resume
reminder-do-loeschen = Delete
reminder-how = Please write *reminders* for the list or, for example, *reminders 3*, *reminders pause 3*, *reminders delete 3*.
reminder-how-in-group = To change: *!reminders pause 3*, *!reminders resume 3*, *!reminders delete 3*
reminder-unknown = There is no reminder no. { NUMBER($number, useGrouping: 0) }. *reminders* shows all.
reminder-paused = Paused: no. { NUMBER($number, useGrouping: 0) }, “{ $text }”. It comes again only when you resume it.
reminder-resumed = Reminder no. { NUMBER($number, useGrouping: 0) } comes again: “{ $text }”.
reminder-deleted = Deleted: no. { NUMBER($number, useGrouping: 0) }, “{ $text }”.

recurrence-once = once on { $day }
recurrence-daily = { $interval ->
    [one] daily
   *[other] every { $interval } days
 }
recurrence-workdays = Monday to Friday
recurrence-weekly = { $interval ->
    [one] every { $on }
   *[other] every { $interval } weeks on { $on }
 }
recurrence-monthly = { $interval ->
    [one] every month on the { $on }
   *[other] every { $interval } months on the { $on }
 }
recurrence-yearly = { $interval ->
    [one] every year on { $on }
   *[other] every { $interval } years on { $on }
 }
recurrence-nth = { $nth ->
    [1] first
    [2] second
    [3] third
    [4] fourth
   *[other] last
 }
recurrence-day = { $nth ->
    [-1] last day
    [1] 1st
    [2] 2nd
    [3] 3rd
    [21] 21st
    [22] 22nd
    [23] 23rd
   *[other] { $nth }th
 }
recurrence-at = { $when } at { $time }
recurrence-until = { $when } until { $day }
recurrence-unclear = I do not recognise in “{ $typed }” when I shall remind.
recurrence-rest = I did not understand “{ $typed }”. Please write only when I shall remind.
recurrence-several = I read several times. Please make a reminder of its own for “{ $typed }” afterwards.
recurrence-which-day = “{ $typed }” is not definite yet. Please name the day, too, for example *every 2 weeks on Wednesday*, *every third Monday of the month* or *monthly on the 15th*.
recurrence-not-always = This day does not come every time: “{ $typed }”. Please name another one, for example *monthly on the 28th* or *on the last day of the month*.
recurrence-too-often = I do not remind more often than once a day. Please name days and a time.
recurrence-over = This moment has passed. Please name a later one.

## Election day

help-wahltag = - **election** – the day of the federal election and what hangs on it; to move it: *election { $example-election }*
election-title = Election day
election-send = Yes, change it
election-day = Day
election-ask-day = When is the federal election?
election-none = No election day is set. Set it like this: *election { $example-election }*
election-shown = The federal election is on **{ $day }**, { $days ->
    [0] today or in the past
    [one] tomorrow
   *[other] in { $days } days
 }.
election-same = Election day is { $day } already. There is nothing to do.
election-review = Election day is { $before } so far. The new one would be **{ $day }**.
election-review-first = Election day would be **{ $day }**.
election-past = Careful: this day is not in the future. Nothing more will be announced then.
election-no-sunday = Careful: this day is no Sunday. Please check the date.
election-coming = This is how I announce the election to the spokespersons:
election-dropped = This will not come:
election-added = This is new:
election-line = - { $day }: { $days ->
    [one] one day left
   *[other] { $days } days left
 }
election-digests = There is a digest every day from { $start } until { $end }.
election-digests-before = So far the daily digest was planned from { $start } until { $end }.
election-how = To move it: *election* and then the new day.
election-meanwhile = Meanwhile somebody else has changed election day. Please check once more:
election-moved = Election day is { $day } now. What hangs on it is planned anew; what was said is not said again.
countdown = { $days ->
    [one] The federal election is **tomorrow** ({ $day }).
   *[other] **{ $days } days** left until the federal election on { $day }.
 }
countdown-places = Today { $places ->
    [one] **one place**
   *[other] **{ $places } places**
 } from { $municipalities ->
    [one] one municipality
   *[other] { $municipalities } municipalities
 } { $places ->
    [one] is
   *[other] are
 } confirmed.
why-countdown = All groups of spokespersons read this before the federal election. The office changes the day with *election*.
countdown-none = No place is confirmed today.

# Meetings

help-termine = - **meetings** – see your meetings and accept or decline; past ones: *meetings past*
help-termin = - **meeting** – call a meeting, also in one line: *meeting { $example-start } 14:00 90 min Dialogue with the ministry for NRW*
meeting-head = **{ $title }**{ $number ->
    [0] {""}
   *[other] {" "}(No. { NUMBER($number, useGrouping: 0) })
}
meeting-when = { $start } to { $end }
meeting-when-elsewhere = { $start } to { $end } (local time, { $zone })
meeting-when-open = The day is still to be found
meeting-is-cancelled = **This meeting is cancelled.**
meeting-join = Join: { $link }
meeting-no-link = Join: the link will follow.
meeting-line-partners = With: { $text }
meeting-line-agenda = Topics: { $text }
meeting-line-documents = Documents: { $text }
meeting-line-capacity = Places: { $capacity }
meeting-line-deadline = Please answer by { $until }
meeting-invitation = Invitation for { $party }
meeting-for = Invited: { $party }
meeting-your-answer = Your answer: { $answer }
party-place = { $name }
party-person = { $label }
answer-yes = Accept
answer-no = Decline
answer-maybe = Maybe
answer-substitute = Send a substitute
answer-none = no answer yet
answer-waiting = waiting list
answer-with = { $answer } ({ $comment })
why-meeting = You get this because the meeting “{ $title }” concerns { $party }.
why-colleague = You get this because you, too, are invited to “{ $title }”, and one answer counts for the whole municipality.
why-waiting = You get this because your municipality was on the waiting list for “{ $title }”.
why-organiser = You get this because you look after the meeting “{ $title }”.
meetings-heading = Your next meetings:
meetings-none = You are not invited to any meeting at the moment.
meeting-line = - { $when }: { $title } (No. { NUMBER($number, useGrouping: 0) })
meeting-line-answered = - { $when }: { $title } (No. { NUMBER($number, useGrouping: 0) }) – { $answer }
meeting-choice = { $title }
meeting-choice-of-day = { $title }, { $day }
meeting-unknown = There is no meeting “{ $typed }” for you. Write *meetings* to see yours.
meeting-word-unknown = I do not understand “{ $typed }” here. Possible are “yes”, “no”, “maybe”, “substitute” and “question”.
meeting-which-party = For which municipality do you answer?
meeting-thanks-yes = Thank you, { $party } has accepted: { $title }, { $start }.
meeting-thanks-no = Thank you for telling: { $party } will not take part in “{ $title }”. You can change this at any time.
meeting-thanks-maybe = Thank you, I have noted “maybe” for { $party }: { $title }, { $start }. Please accept or decline as soon as you know.
meeting-thanks-substitute = Thank you, I have noted for { $party }: { $answer } – { $title }, { $start }.
meeting-waiting = “{ $title }” is full. { $party } is on the waiting list, place { $place }. I will write to you as soon as a place is free.
meeting-after-deadline = Answers were asked for by { $until }; I have taken yours all the same.
meeting-suggest = Suggest a question or topic
meeting-suggest-in-a-line = Please write it in one line: *meetings { NUMBER($number, useGrouping: 0) } question* and behind it what you want to talk about.
meeting-suggested = Thank you, I have noted that for “{ $title }” and passed it on.
meeting-suggestion = { $party } suggests for “{ $title }”: { $text }
meeting-suggestion-title = Suggest a topic
meeting-suggestion-ask-text = What would you like to talk about? Write it in one message.
meeting-substitute-title = Send a substitute
meeting-substitute-ask-who = Who comes in your place? Their function is enough, for example *head of social services*.
meeting-substitute-unnamed = All right, the substitute is noted without a name, too.
meeting-answer-cancelled = “{ $title }” is cancelled. There is nothing to do.
meeting-answer-finding = The day of “{ $title }” is still to be found. Write *meetings* to see the proposals.
meeting-answer-over = “{ $title }” began on { $start }. It can no longer be changed.
meeting-told-colleague = { $by } has answered for your municipality to “{ $title }”: { $answer }. That counts for the whole municipality; you can change it.
meeting-told-colleague-again = { $by } has changed your municipality’s answer to “{ $title }”: { $answer } (before: { $before }). That counts for the whole municipality; you can change it.
meeting-moved-up = A place has become free: you are in for “{ $title }”, { $start }. If it no longer suits you, please decline, so that somebody else can move up.
meeting-count = Coming: { $coming }, maybe: { $maybe }, declined: { $declined }, waiting list: { $waiting }, no answer: { $missing }
meeting-questions = { $count ->
    [one] One suggestion for the agenda
   *[other] { $count } suggestions for the agenda
}
meeting-do-aendern = Change or move
meeting-do-absagen = Cancel
meeting-do-antworten = See the answers
meeting-answers-heading = Answers to **{ $title }**
meeting-answer-line = - { $party }: { $answer }
meeting-answers-more = … and { $count } more in the table
meeting-topics-heading = Suggestions for the agenda:
meeting-topic = - { $party }: { $text }
meeting-table-columns = Who;Answer;As of
meeting-send = Yes, send it like this
meeting-title = Meeting
meeting-name = Title
meeting-start = Beginning
meeting-duration = Length in minutes
meeting-audience = Who is invited
meeting-link = Video link
meeting-answer_until = Answers by
meeting-agenda = Topics
meeting-documents = Documents
meeting-partners = Partners
meeting-capacity = At most
meeting-timezone = Time zone
meeting-ask-name = What is the meeting called?
meeting-ask-start = When does it begin? For example *{ $example-start } 14:00* or *Thursday at 10:00*.
meeting-ask-duration = How long does it take? For example *90 minutes* or *until 15:30*.
meeting-ask-audience = Who is invited? For example *all*, *NRW and Hesse*, *NEST in Bavaria*, *spokespersons* or *Köln, Bielefeld*.
meeting-ask-link = Which link does one join by?
meeting-ask-answer_until = By when should everybody answer?
meeting-ask-agenda = What is it about?
meeting-ask-documents = Which documents are there? Links are best.
meeting-ask-partners = With whom is the dialogue?
meeting-ask-capacity = How many can take part at most? Without a limit: *skip*.
meeting-ask-timezone = In which time zone is the time? For example *Europe/London*.
meeting-minutes = { $minutes } minutes
meeting-day = { $day }
meeting-day-missing = Noted: { $time }. The day is still missing.
meeting-time-missing = Noted: { $weekday }, { $day }. The time is still missing.
meeting-start-understood = Understood as { $start }.
meeting-deadline-understood = Answers by: understood as { $until }.
meeting-past = { $start } is over already. Please give a time in the future.
meeting-end-before-start = The end ({ $end }) is before the start ({ $start }). Please give a later end, or the length.
meeting-deadline-past = { $until } is over already. Please give a later time.
meeting-deadline-late = { $until } is after the meeting begins. Please give an earlier time.
meeting-capacity-taken = { $taken } have already said that they are coming. Please name at least as many seats.
meeting-too-far = { $day } is more than three years ahead. Please check the year.
link-unclear = “{ $typed }” is not an address. Please send the whole link; it begins with https://
timezone-unknown = I do not know the time zone “{ $typed }”. Please write it like this: *Europe/London*.
time-missing = “{ $typed }” lacks the time. Please write day and time, for example *{ $example-start } 14:00*.
day-missing = “{ $typed }” lacks the day. Please write day and time, for example *{ $example-start } 14:00*.
time-unclear = “{ $typed }” is not a time. Please write it like this: *14:30*.
time-does-not-exist = There is no time “{ $typed }”. Please write it like this: *14:30*.
time-skipped = { $typed } does not exist: the clocks go forward in that night. Please give another time.
time-twice = This time comes twice in the night in which the clocks go back. I take the first, summer time.
length-unclear = I do not understand “{ $typed }” as a length. Please write for example *90 minutes* or *2 hours*, at most 12 hours.
audience-unclear = I do not know “{ $typed }”. Possible are *all*, Länder, roles, programmes and names of municipalities, separated by commas, also *all except Bavaria*, *without an answer to survey 3* or *more than 100,000 inhabitants*.
audience-not-yours = You can only choose where you are responsible: { $lands }.
audience-nobody = That reaches nobody. Please choose somebody else to invite.
audience-everyone = All municipalities
audience-in = { $whom } in { $where }
audience-with = { $whom } with pledges under { $programmes }
reach-count = This reaches { $people ->
    [one] one person
   *[other] { $people } people
} from { $places ->
    [one] one municipality
   *[other] { $places } municipalities
}.
reach-silent = Nobody can be reached in: { $places }
reach-silent-more = Nobody can be reached in { $count } municipalities: { $places } and { $more } more
reach-gone = Without an account that can be reached: { $people }
meeting-review = Please check before the invitations go out:
meeting-review-change = This will change:
meeting-nothing-changed = Nothing is changed yet. Choose *Change* to say what.
meeting-change-line = - { $name }: { $before } → { $after }
meeting-nothing = nothing
meeting-review-moved-one = Only this meeting of the series is moved. For all further ones choose the repetition anew under “Change”.
meeting-review-series = This holds for all further meetings of the series, too.
meeting-review-moved = { $answers ->
    [0] Everybody invited will be told.
    [one] One answer will no longer count; everybody invited is asked again.
   *[other] { $answers } answers will no longer count; everybody invited is asked again.
}
meeting-published = Meeting no. { NUMBER($number, useGrouping: 0) } is set: { $title }. { $count ->
    [one] One invitation is on its way.
   *[other] { $count } invitations are on their way.
}
meeting-unchanged = “{ $title }” stays as it was.
meeting-review-audience = { $count ->
    [0] Nobody joins.
    [one] One more person is invited.
   *[other] { $count } more people are invited.
 } Whoever has been invited stays so.
meeting-edited-meanwhile = Somebody else has changed the meeting in the meantime. What you wrote is still here. Please check again:
meeting-moved = **Moved.** It was set for { $before }. Please answer again.
meeting-changed = **Changed.** This is how it is now:
meeting-moved-done = Moved: { $title }. { $count ->
    [0] There is nobody who needs to know.
    [one] One person is asked again.
   *[other] { $count } people are asked again.
}
meeting-changed-done = Changed: { $title }. { $count ->
    [0] There is nobody who needs to know.
    [one] One person is told.
   *[other] { $count } people are told.
}
meeting-review-cancel = Cancel this meeting? Everybody invited will be told.
meeting-reason = Reason: { $reason }
meeting-cancel-title = Cancel a meeting
meeting-cancel-send = Yes, cancel it
meeting-cancel-reason = Reason
meeting-cancel-ask-reason = Why is the meeting cancelled? Those invited will read it.
meeting-cancelled = Unfortunately this meeting is cancelled:
meeting-cancelled-because = Unfortunately this meeting is cancelled. Reason: { $reason }
meeting-cancelled-done = Cancelled: { $title }. { $count ->
    [0] There is nobody who needs to know.
    [one] One person is told.
   *[other] { $count } people are told.
}
meeting-in-an-hour = In an hour:
meeting-in-days = { $days ->
    [0] Today:
    [1] Tomorrow:
    [7] In a week:
   *[other] In { $days } days:
}
meeting-party-answer = { $party }: { $answer }
meeting-deadline-two-days = Please remember to answer:
meeting-deadline-last-day = Today is the last day to answer:
meeting-way-out = Decline after all
why-reminder = You get this reminder because you are invited to “{ $title }”.
why-missing = You get this reminder because there is no answer from { $party } to “{ $title }” yet.
word-two-meanings = “{ $typed }” can mean two things here. Which do you mean?
word-as-answer = { $label }, as the answer to the message above
word-as-command = The command { $word }
meeting-not-your-party = You are not invited to this meeting for “{ $typed }”. Write *meetings* to see yours.
meeting-reminders = Reminders will then go out: { $times }
reach-nobody = This reaches nobody.
meeting-moment = { $moment }

## Repetition

meeting-rule = Repetition
meeting-ask-rule = How does it repeat? Add an end if there is one: *every week until { $example-end }*.
meeting-line-repeat = Repeats: { $repeat }
meeting-repeat-none = No repetition
meeting-repeat-weekly = every { $weekday } at { $time }
meeting-repeat-fortnightly = every second week on { $weekday } at { $time }
meeting-repeat-monthly = { $nth ->
    [1] the first { $weekday } of every month at { $time }
    [2] the second { $weekday } of every month at { $time }
    [3] the third { $weekday } of every month at { $time }
    [4] the fourth { $weekday } of every month at { $time }
   *[other] the last { $weekday } of every month at { $time }
}
meeting-repeat-unclear = I do not know ‘{ $typed }’ as a repetition. Please choose one of the options; its number is easiest.
meeting-repeat-until = { $repeat } until { $last }
meeting-repeat-ends-early = Until { $last } there is no second meeting of the series. Please name a later day.
meeting-repeat-next = The next time: { $next }
meeting-repeat-holiday = Please note: { $day } is a public holiday all over Germany.
meeting-repeat-missed = { $count ->
    [one] One meeting of the series did not take place because I was not running.
   *[other] { $count } meetings of the series did not take place because I was not running.
}
meeting-repeated = The series ‘{ $title }’ goes on: meeting no. { NUMBER($number, useGrouping: 0) }. { $count ->
    [0] There is nobody who could be invited.
    [one] One invitation is on its way.
   *[other] { $count } invitations are on their way.
}
meeting-cancel-scope = What is cancelled
meeting-cancel-ask-scope = The meeting belongs to a series. What is cancelled?
meeting-cancel-one = Only this one
meeting-cancel-all = This one and all that follow
meeting-cancel-unclear = Please choose one of the two options; its number is easiest.
meeting-series-goes-on = “{ $title }” is off. The series goes on, next time: { $next }.
meeting-end-series = End the whole series
meeting-series-ended = The series “{ $title }” has ended. No other meeting will follow.
meeting-review-cancel-series = This ends the series: no other meeting will follow.
meeting-series-cancelled = Unfortunately this meeting and all that follow in the series are cancelled:
meeting-series-cancelled-because = Unfortunately this meeting and all that follow in the series are cancelled. Reason: { $reason }

## Minutes and tasks

meetings-past-heading = Your past meetings:
meetings-past-none = You were not invited to any meeting in the last months.
meeting-see-minutes = See the minutes
meeting-do-protokoll = Write the minutes
meeting-do-correct = Correct the minutes
minutes-title = Minutes
minutes-text = Text
minutes-tasks = Who does what
minutes-send = Yes, send it like this
minutes-begin = Minutes of **{ $title }**, { $when }
minutes-ask-text = What was discussed and agreed? Write it in one message or several, and *done* at the end.
minutes-more-text = Is there more? Otherwise write *done*.
minutes-ask-tasks = Who does what by when? Write one task per line, for example *Köln by { $example-start }: hand in the figures*.
minutes-more-tasks = Is there another task? Otherwise write *done*.
minutes-before = Sent so far:

    { $text }

    Write the whole text once more, as it should be.
minutes-meanwhile = { $by } has sent minutes in the meantime:

    { $text }

    What you wrote is still there. It will now go out as a correction. Please check once more:
minutes-review = { $count ->
    [0] Please check. Nobody but you will get it:
    [one] Please check before it goes out to one person:
   *[other] Please check before it goes out to { $count } people:
}
minutes-head = **Minutes: { $title }**
minutes-head-corrected = **Corrected minutes: { $title }**
minutes-tasks-heading = To do:
minutes-own-tasks = See your tasks
minutes-sent = The minutes of ‘{ $title }’ are saved. { $count ->
    [0] There is nobody who could get them.
    [one] One person gets them.
   *[other] { $count } people get them.
}
minutes-none = There are no minutes of ‘{ $title }’ yet.
minutes-too-early = ‘{ $title }’ has not begun yet ({ $when }). You can send minutes afterwards.
minutes-reminder = ‘{ $title }’ on { $start } is over. Everybody invited will be glad of short minutes.
help-aufgaben = - **tasks** – see open tasks and report them done
help-aufgabe = - **task** – give somebody a task, also in one line: *task Köln by { $example-start }: hand in the figures*; move it: *task 3 by { $example-end }*
task-title = Task
task-party = Who
task-due_on = By when
task-text = What is to be done
task-send = Yes, give this task
task-ask-party = Who takes the task? For example *Köln* or *coordinator*.
task-ask-due_on = By when should it be done? For example *{ $example-start }*.
task-ask-text = What is to be done?
task-review = Please check the task:
task-line = - { $owner }, by { $day }{ $late ->
    [yes] {" "}(overdue)
   *[other] {""}
}: { $text }
task-line-numbered = { $line } (no. { NUMBER($number, useGrouping: 0) })
task-how = I do not understand ‘{ $typed }’ as a task. Please write it like this: *Köln by { $example-start }: hand in the figures*
task-past = { $day } has already passed. Please name a day that is still to come.
task-owner-unknown = I do not know ‘{ $typed }’, or there are several. Please name a municipality, for example *Köln*, or a person by their role, for example *coordinator*.
task-not-yours = You are not responsible for { $place }. You can give tasks in: { $lands }.
task-nobody = Nobody is registered in { $place } who could take the task. Please name somebody else.
task-given = Task no. { NUMBER($number, useGrouping: 0) } is given: { $text }. { $count ->
    [0] {""}
    [one] One person hears of it.
   *[other] { $count } people hear of it.
}
task-new = **New task** for { $owner }, by { $day }: { $text }

    Given by: { $by }
task-heading = Open tasks:
task-heading-one = This task is open:
tasks-none = There are no open tasks for you.
task-unknown = There is no task ‘{ $typed }’ for you. Write *tasks* to see the open ones.
task-do-done = It is done
task-do-done-number = Done: no. { NUMBER($number, useGrouping: 0) }, { $text }
task-do-done-which = Done: { $text }
task-done = Thank you, the task is done: { $text }
task-done-already = { $by } already reported the task ‘{ $text }’ done on { $at }.
task-done-told = { $by } has reported a task done: { $text } ({ $owner }, by { $day })
task-moved = The task ‘{ $text }’ is now due by { $day }, before by { $before }.
task-moved-told = A task for { $owner } is now due by { $day }, before by { $before }: { $text }
task-reminder = { $days ->
    [0] Due **today**
    [1] Due **tomorrow**
   *[other] Due in { $days } days
}, on { $day }, for { $owner }: { $text }
task-overdue = **Overdue** since { $day }, for { $owner }: { $text }
why-task = You get this because this task is given to { $party }.
why-task-given = You get this because you look after the task that is given to { $party }.
## Calendar

help-kalender = - **calendar** – your meetings in your own calendar; block the address again: *calendar off*
calendar-own = At this address your calendar finds all meetings you are invited to, always up to date:
calendar-of-land = At this address your calendar finds all meetings to which municipalities in { $land } are invited, always up to date:
calendar-how-to = Add it in Outlook as a calendar “from the internet”, in Thunderbird as a calendar “on the network”, on your phone as a “calendar subscription”.

    Whoever knows the address can read along. I show it only now. If you write *calendar* like this once more, you get a new one, and this one is no longer valid; after *calendar off* none is.
calendar-ended = { $count ->
    [0] You have no calendar address that is still valid.
    [one] The calendar address is no longer valid. Write *calendar* for a new one.
   *[other] The { $count } calendar addresses are no longer valid. Write *calendar* for a new one.
 }
calendar-no-address = I cannot give you a calendar address yet: whoever runs Hafenbote at the coordination office must first set `HAFENBOTE_PUBLIC_URL`. Please pass this on.
calendar-not-your-land = Only whoever coordinates { $land } gets its calendar. Write *calendar* for your own.
calendar-how = I did not understand ‘{ $typed }’. Please write *calendar* or *calendar off*.
calendar-partners = With
calendar-documents = Documents
calendar-link = Video conference

# Finding a date

help-terminfindung = - **datepoll** – find a date, also in one line: *datepoll Dialogue with the ministry 90 min for NRW: { $example-start } 14:00, { $example-start } 16:00*
vote-yes = works
vote-if_need_be = if need be
vote-no = does not work
audience-partly = Not invited, because I do not know them: { $unknown }. I have kept the others.
meeting-deeds = I do not understand “{ $typed }” for meeting no. { NUMBER($number, useGrouping: 0) } ({ $title }). Behind *meeting { NUMBER($number, useGrouping: 0) }* you can write: “change”, “move”, “cancel”, “answers” or “minutes”. A new meeting begins with *meeting*.
date-deeds = I do not understand “{ $typed }” for date poll no. { NUMBER($number, useGrouping: 0) } ({ $title }). Behind *datepoll { NUMBER($number, useGrouping: 0) }* you can write: “deadline”, “propose”, “take” or “cancel”. A new one begins with *datepoll*.
date-poll-review-cancel = Call this date poll off? Everybody who was asked is told.
date-poll-cancel-title = Call a date poll off
date-poll-cancel-send = { meeting-cancel-send }
date-poll-cancel-reason = { meeting-cancel-reason }
date-poll-cancel-scope = { meeting-cancel-scope }
date-poll-cancel-ask-scope = { meeting-cancel-ask-scope }
date-poll-cancel-ask-reason = Why is the date poll called off? Those who were asked read it.
date-poll-cancelled = This date poll is called off:
date-poll-cancelled-because = This date poll is called off. Reason: { $reason }
date-poll-title = Finding a date
date-poll-name = { meeting-name }
date-poll-dates = Proposals
date-poll-duration = { meeting-duration }
date-poll-audience = Who is asked
date-poll-link = { meeting-link }
date-poll-answer_until = { meeting-answer_until }
date-poll-send = Yes, send it
date-poll-ask-name = { meeting-ask-name }
date-poll-ask-dates = Which dates do you propose? Two to ten, in one message or one after the other, for example *{ $example-start } 14:00, { $example-start } 16:00*.
date-poll-ask-duration = How long will it take? For example *90 minutes*.
date-poll-ask-audience = Who is asked? For example *all*, *NRW and Hessen*, *NEST in Bayern*, *spokespersons* or *Köln, Bielefeld*.
date-poll-ask-link = { meeting-ask-link }
date-poll-ask-answer_until = Until when should everybody vote?
date-poll-ready = Done
date-poll-start = - { $start }
date-poll-so-far =
    Proposed so far:

    { $dates }
date-poll-too-few = Please propose at least { $fewest } dates.
date-poll-too-many = That would be { $count } proposals. Please name { $most } at most.
date-poll-twice = { $start } is on the list already; I take it once.
date-poll-unclear = I do not understand “{ $typed }” as a day with a time. Please write it like this: *{ $example-start } 14:00*.
date-poll-review = Please check before the questions go out:
date-poll-whom = Asked: { $party }
date-poll-published = The search for a date no. { NUMBER($number, useGrouping: 0) } has begun: { $title }. { $count ->
    [one] One question is
   *[other] { $count } questions are
} on the way. See how it stands with *datepoll { NUMBER($number, useGrouping: 0) }*.
date-poll-invitation = Finding a date, for { $party }
date-poll-length = Length: { $minutes } minutes
date-poll-until = Vote until { $until }
date-poll-how = Which days work? Choose a day, and I will ask about all of them one by one. Or in one line: *1 yes, 2 if need be, 3 no*
date-poll-all = All of them work
date-poll-none = None works
date-poll-other = Propose another day
date-option-said = { $when } – { $vote }
date-option-over = { $when } – over
date-question = { $party }: **{ $start }**, { $minutes } minutes – does that work?
date-noted = Noted: { $votes }
date-thanks = Thank you, this is noted for { $party }. Until the decision you can change every day again.
date-thanks-none = Thank you, I have noted that none of the days works for { $party }. You are welcome to propose another one.
date-told-colleague = { $by } has voted for { $party }. This holds for the whole municipality; you can change it.
date-votes-unclear = I do not understand “{ $typed }”. Please write “yes”, “if need be” or “no” behind each number, for example: *1 yes, 2 if need be, 3 no*
date-no-such = There is no proposal “{ $typed }”. There are 1 to { $most }.
date-vote-over = Proposal { $number } is over already. Please leave it out.
date-vote-twice = I read two things about proposal { $number }. Please name each number once.
date-votes-missing = Your answer to some of the proposals is still missing:
date-decided-already = The date of “{ $title }” is decided already: { $start }.
date-proposal-title = Propose another day
date-proposal-ask-start = Which day do you propose? For example *{ $example-start } 14:00*.
date-proposal-late = The deadline was { $until }; new proposals are no longer possible. You can still vote until the decision.
date-proposal-in-a-line = Please write the day in one line: *meetings { NUMBER($number, useGrouping: 0) } proposal { $example-start } 14:00*
date-proposal-noted = Thank you, { $start } is now proposal { $number }. I have noted that it works for you.
date-proposal-added = { $start } is now proposal { $number }. Whoever has voted already is asked about it with the next reminder.
date-proposal-told = { $by } proposes one more day for “{ $title }”: { $start }.
date-proposed-already = { $start } is on the list already.
date-list-full = The list of proposals is full. Please vote on those that are there.
date-before-deadline = { $start } is before the end of the vote ({ $until }). Please name a later day.
date-asked-then = I will ask the others about it with the next reminder: { $at }.
date-asked-no-more = There is no reminder before the deadline any more, so the others only hear of it if you extend the deadline: *datepoll { NUMBER($number, useGrouping: 0) } deadline* and the new day.
date-look = See how it stands
date-standing = How the search for a date no. { NUMBER($number, useGrouping: 0) } stands
date-poll-ended = The deadline of the search for a date no. { NUMBER($number, useGrouping: 0) } is over. Please choose a day.
date-turnout = Voted: { $voted } of { $asked }.
date-missing = Missing: { $parties }
date-missing-more = Missing: { $parties } and { $more } more
date-winner = Best is **{ $start }**: { $reason }.
date-runner-up = Second is **{ $start }**: { $reason }.
date-decide = One tap makes a day the meeting; everybody is invited then.
date-all-over = All proposals are over. Please propose new ones or call the search off.
date-votes-outstanding = { $missing ->
    [one] 1 of { $asked } votes is still missing
   *[other] { $missing } of { $asked } votes are still missing
}; voting goes on until { $until }. Decide now all the same?
date-decide-anyway = Yes, decide now
date-take = Take { $when }
date-holiday = public holiday in { $lands }
date-holiday-everywhere = public holiday everywhere
date-reason-nobody = nobody can make it
date-reason-lands = { $count } of { $all } { $all ->
    [one] Land
   *[other] Länder
}
date-reason-spokespersons = { $count } { $count ->
    [one] spokesperson
   *[other] spokespersons
}
date-reason-municipalities = { $count } { $count ->
    [one] municipality
   *[other] municipalities
}
date-reason-people = { $count } { $count ->
    [one] person
   *[other] people
}
date-reason-if-need-be = { $count } only if need be
date-suited = You had said that this day works for you. Please confirm that you will come, or decline.
date-decided = Decided: { $title }, { $start }. { $count ->
    [one] One invitation is on its way.
   *[other] { $count } invitations are on their way.
}
date-decided-by = { $by } has decided: { $title }, { $start }. The invitations are on their way.
date-extended = “{ $title }”: the new deadline is { $until }.
date-extended-reminders = “{ $title }”: the new deadline is { $until }. Whoever has not voted is reminded: { $times }

## Surveys: what is wrong with a spreadsheet

xlsform-too-large = The file is larger than { $most } MB. Please send a smaller one.
xlsform-too-large-unpacked = Unpacked, the file holds more than { $most } MB. I do not read that. Please save the survey alone, without pictures, in a new file.
xlsform-too-many-cells = The spreadsheet has more than { $most } cells. Please delete empty, formatted rows and columns, or write the survey into a new file.
xlsform-macros = The file has macros. To be careful, I do not read it. Please save it as *XLSX* without macros.
xlsform-unsafe = The file has instructions that have no place in a spreadsheet. I do not read it. Please write the survey into a new file.
xlsform-not-read = The file could not be read, or not fast enough. Please save only the sheets *survey*, *choices* and *settings* in a new file and send that.
xlsform-damaged = The file cannot be opened. Please save it as *XLSX* once more and send it again.
xlsform-no-spreadsheet = That is no spreadsheet I can read. Please send the survey as *XLSX* or *CSV*.
xlsform-no-survey = The sheet *survey* with the questions is missing. Please name the sheet so.
xlsform-empty = I find no question. In the sheet *survey* the first row holds the columns *type*, *name* and *label*, each row below it a question.
xlsform-sheet-unsupported = Sheet { $sheet }: I cannot do that. Please delete the sheet.
xlsform-column-twice = The column “{ $column }” is there twice in one sheet. Please delete one of them.
xlsform-column-repeated = Sheet { $sheet }, row { $row }: The column “{ $column }” says the same as another one. Please delete one of them.
xlsform-column-unsupported = Sheet { $sheet }, row { $row }: I cannot do what “{ $column }” says. Please empty the cell.
xlsform-language = Sheet { $sheet }, row { $row }: I do not speak the language of the column “{ $column }”. There are *Deutsch (de)* and *English (en)*.
xlsform-merged = Sheet { $sheet }, row { $row }: The cells { $cells } are merged. Please undo that and fill in each cell.
xlsform-type-missing = Sheet { $sheet }, row { $row }: The question's type is missing in the column *type*, for example *text*.
xlsform-type-unknown = Sheet { $sheet }, row { $row }: There is no type of question “{ $type }”. Please take another one, for example *text*.
xlsform-type-unknown-meant = Sheet { $sheet }, row { $row }: There is no type of question “{ $type }”. Did you mean “{ $meant }”?
xlsform-type-unsupported = Sheet { $sheet }, row { $row }: I cannot do the type “{ $type }” in a chat. Please delete or change the row.
xlsform-name-missing = Sheet { $sheet }, row { $row }: The question's name is missing in the column *name*.
xlsform-name = Sheet { $sheet }, row { $row }: “{ $name }” cannot be a name. Letters, digits, dots, hyphens and underscores can, beginning with a letter.
xlsform-name-twice = Sheet { $sheet }, row { $row }: The name “{ $name }” is in row { $first } already. Please take another one.
xlsform-label-missing = Sheet { $sheet }, row { $row }: “{ $name }” lacks its German text in the column *label*.
xlsform-required = Sheet { $sheet }, row { $row }: I do not understand “{ $typed }” in the column *required*. Please write *yes* or *no*.
xlsform-list-missing = Sheet { $sheet }, row { $row }: After “{ $type }” the name of a list in the sheet *choices* is missing.
xlsform-list-unknown = Sheet { $sheet }, row { $row }: The list “{ $list }” is not in the sheet *choices*. Please write it there.
xlsform-list-unknown-meant = Sheet { $sheet }, row { $row }: The list “{ $list }” is not in the sheet *choices*. Did you mean “{ $meant }”?
xlsform-choice-incomplete = Sheet { $sheet }, row { $row }: A choice needs both, *list\_name* and *name*.
xlsform-choice-name = Sheet { $sheet }, row { $row }: The name “{ $name }” must have no space. The text in *label* may.
xlsform-choice-twice = Sheet { $sheet }, row { $row }: The name “{ $name }” is in the list “{ $list }” already. Please take another one.
xlsform-parameters = Sheet { $sheet }, row { $row }: I do not understand “{ $typed }” in the column *parameters*. Please write, for example, *start=1 end=5 step=1*.
xlsform-range = Sheet { $sheet }, row { $row }: “{ $typed }” makes no range. Please write, for example, *start=1 end=5 step=1*.
xlsform-group-open = Sheet { $sheet }, row { $row }: This *begin* lacks its row *end { $kind }*.
xlsform-group-end = Sheet { $sheet }, row { $row }: This *end { $kind }* lacks its row *begin { $kind }*, or another group is still open.
xlsform-too-many = Sheet { $sheet }, row { $row }: These are { $count } questions; { $most } are possible at most. Please shorten or split the survey.
xlsform-bare-name = Sheet { $sheet }, row { $row }, column { $column }: I do not understand “{ $name }”. A question is named with a dollar sign and curly brackets, a text in quotation marks.
xlsform-reference-unknown = Sheet { $sheet }, row { $row }, column { $column }: There is no question “{ $name }”. Please take a name from the column *name*.
xlsform-reference-unknown-meant = Sheet { $sheet }, row { $row }, column { $column }: There is no question “{ $name }”. Did you mean “{ $meant }”?
xlsform-calculation-missing = Sheet { $sheet }, row { $row }: “{ $name }” lacks its formula in the column *calculation*.
xlsform-calculation-elsewhere = Sheet { $sheet }, row { $row }: Only rows of the type *calculate* are calculated. Please empty the column *calculation* of “{ $name }”.
xlsform-default = Sheet { $sheet }, row { $row }: “{ $typed }” is no possible answer to “{ $name }”. Please change the column *default*.
xlsform-circular = Sheet { $sheet }, row { $row }: These questions depend on each other in a circle: { $names }. Please drop one of the conditions.
expression-unreadable = Sheet { $sheet }, row { $row }, column { $column }: I do not understand “{ $expression }” from “{ $part }” on. Please check brackets, quotation marks and operators.
expression-function-unknown = Sheet { $sheet }, row { $row }, column { $column }: I do not have the function “{ $function }” in “{ $expression }”. Please write the condition without it.
expression-arguments = Sheet { $sheet }, row { $row }, column { $column }: The function “{ $function }” in “{ $expression }” has too many or too few arguments.
expression-regex = Sheet { $sheet }, row { $row }, column { $column }: “{ $pattern }” is no pattern ({ $fault }).
expression-too-deep = Sheet { $sheet }, row { $row }, column { $column }: “{ $expression }” has more than { $most } brackets within each other. Please spread it over several rows of the type *calculate*.

## Surveys: reading answers

survey-said = { $message }
survey-required = This question cannot be skipped. Please answer it.
survey-constraint = This answer is not possible here. Please check it.
survey-text-too-long = These are { $length } characters, { $most } are possible at most. Please shorten the text.
survey-number-unclear = I do not understand “{ $typed }” as a number. Please write a number, for example *20*.
survey-number-span = “{ $typed }” is a span. Please name a single number.
survey-number-difference = I read “{ $typed }” as a change. Please name the number itself.
survey-number-not-whole = “{ $typed }” is no whole number. Please write one without a fraction.
survey-number-too-big = “{ $typed }” is too big. Please check the number.
survey-range = Please choose a number from { $least } to { $most }, in steps of { $step }.
survey-choice-one = Only one answer is possible here. Please name the number that fits best.
survey-choice-unclear = “{ $typed }” is none of the answers. Please tap one or write its number, 1 to { $count }.
survey-choice-none = None of the options here fits your earlier answers. Please write *skip*, or change an earlier answer with *back*.
survey-choices-unclear = I do not quite understand “{ $typed }”. Please write the numbers, 1 to { $count }, with commas between them, or *all* or *none*.
survey-rank-unclear = I do not understand “{ $typed }” as an order. Please write all numbers, 1 to { $count }, the most important first, with commas between them.
survey-rank-missing = The order still lacks: { $missing }. Please write all numbers, the most important first.
survey-rank-twice = Something is in “{ $typed }” twice. Please write each number once.
survey-acknowledge = Please confirm with *ok* that you have read this.
survey-file-wanted = Please send a file here.
survey-image-wanted = Please send a picture here.

## Surveys: answering

survey-head = **{ $title }** · question { $number } of { $count }
survey-head-group = **{ $title }** · question { $number } of { $count } · { $group }
survey-how-select-multiple = Several are possible. Tap what fits, or write all numbers at once, for example *1 and 2*.
survey-how-rank = The most important first: tap one after the other, or write all numbers, for example *2,1,3*.
survey-how-range = A number from { $least } to { $most }, please.
survey-how-date = A date, please, for example *{ $example-start }*.
survey-how-acknowledge = Please confirm that you have read this.
survey-how-file = Please send the file here in the chat.
survey-how-image = Please send the picture here in the chat.
survey-said-before = Answered so far: { $answer }
survey-said-by = Answered so far: { $answer } ({ $by })
survey-by-proxy = { $by }, as proxy
survey-you = you
survey-picked = Chosen so far: { $answer }
survey-option-picked = ✓ { $option }
survey-option-ranked = ✓ { $place }. { $option }
survey-acknowledged = Read
survey-default = { $answer }
survey-keep = Leave as it is
survey-skipped = skipped
survey-none-chosen = none of these
survey-day = { $day }
survey-understood = Understood as { $answer }.
survey-understood-number = Understood as the number { $answer }; with *back* you change that.

survey-title = Answering a survey
survey-welcome = Survey “{ $title }” for { $place }: { $count ->
    [one] one question
   *[other] about { $count } questions
 }, time until { $until }. Everything is saved at once. You can write *pause*, *back* or *delegate* at any time; colleagues go on where you stop.
survey-welcome-back = On with the survey “{ $title }” for { $place }: { $done } of { $count } questions are answered. Time until { $until }. You can write *pause*, *back* or *delegate* at any time.
survey-welcome-handed = Survey “{ $title }” for { $place }: I only ask what you were asked to answer. Time until { $until }.
survey-welcome-proxy = Survey “{ $title }”: you answer as proxy for { $place }. That is noted, and the municipality is told. Time until { $until }.
survey-seen-open = All members see your answers, with the name of your municipality.
survey-seen-coordinators = Only the coordination office and whoever made the survey see your answers with the name of your municipality. Results for everybody hold no number under five; free texts are there word by word, without names.
survey-seen-anonymous = This survey is anonymous. Until you send, only you and the others of your municipality see the draft. After that nobody knows what your municipality has answered, and you can change nothing any more; only that it took part stays visible. Free texts are in the results word by word.

survey-review = Please check the answers of { $place } to “{ $title }”:
survey-review-trial = Please check your answers to “{ $title }”:
survey-review-sent = This is what { $place } has answered to “{ $title }”; it is sent:
survey-line = { $place }\. { $question } **{ $answer }**
survey-line-open = { $place }\. { $question } (still open)
survey-line-handed = { $place }\. { $question } (waits for { $to })
survey-line-contradicted = { $place }\. { $question } **Two answers:** { $answers }
survey-answer-of = “{ $answer }” ({ $by })
survey-answered-by = { $count ->
    [one] Question { $places } answered by { $by }.
   *[other] Questions { $places } answered by { $by }.
 }
survey-review-contradicted = There are two answers to one question. Please decide with *change* which one counts; then you can send.
survey-review-contradicted-sent = There are two answers to one question; the first counts. Please decide with *change* which one is right.
survey-review-missing = { $count ->
    [one] Question { $places } is still missing; then you can send.
   *[other] The questions { $places } are still missing; then you can send.
 }
survey-review-missing-sent = { $count ->
    [one] Question { $places } is still open. Please complete it; what you answer counts at once.
   *[other] Questions { $places } are still open. Please complete them; what you answer counts at once.
 }
survey-review-until = You can change this until { $until }; every change counts at once.
survey-review-anonymous = Sending separates the answers from the name of your municipality. After that nothing can be changed.
survey-review-send = With *send* the answers count. You can still change them after that.
survey-review-unclear = I did not understand this. Please choose one of the options, or write for example *change 2*.
survey-send = Send
survey-later = Go on later
survey-change = Which question would you like to change? Please write its number, 1 to { $count }. With *back* you return to the overview.
survey-no-such-question = There is no such question. Please give a number from 1 to { $count }.
survey-put-aside = { $count ->
    [one] The question “{ $questions }” falls away. The answer is kept, it just does not count.
   *[other] These questions fall away: { $questions }. The answers are kept, they just do not count.
 }
survey-taken-back = { $count ->
    [one] The earlier answer to “{ $questions }” counts again.
   *[other] The earlier answers to these questions count again: { $questions }.
 }
survey-change-counts = Changed, that counts at once.

survey-conflict = Question { $number }: { $question } There are two different answers.
survey-conflict-line = • { $said }
survey-conflict-which = Until you agree, { $said } counts. Which answer is the right one?
survey-conflict-later = Leave it open for now
survey-conflict-left = Fine, both answers stay visible until one of you decides.
survey-conflict-decided = What counts now: { $answer }.
survey-contradicted = In “{ $title }” ({ $place }) there are two answers to question { $number }. The first one counts until somebody of you decides.

    { $question } { $answers }

survey-decided = { $by } has decided: question { $number } in “{ $title }” ({ $place }): { $question } The answer is “{ $answer }”.

survey-hand-whom = Who should answer?
survey-hand-which = Which question would you like to hand on? For example *delegate 3*.
survey-hand-nobody = Nobody else is registered for your municipality. The coordination office can invite a deputy.
survey-hand-unclear = Please name somebody of the list, most easily by the number.
survey-hand-rehearsed = In the preview nothing can be handed on. Whoever answers can do it here.
survey-handed = { $count ->
    [one] Question { $places } is handed to { $to }.
   *[other] The questions { $places } are handed to { $to }.
 }
survey-handed-to-you = { $by } asks you for answers in the survey “{ $title }” for { $place }:
    { $questions }

    There is time until { $until }.
survey-handed-line = • Question { $number }: { $question }
survey-handed-done = Thank you, that is all you were asked for in “{ $title }”.
survey-handed-answered = { $by } has answered what you had asked for in “{ $title }” ({ $place }).
survey-answer-rest = See the other questions

survey-open = See it
survey-see-results = Results
survey-again = *surveys { $number }*
survey-again-by-proxy = *survey { $number } for { $place }*
survey-paused = Pause: { $done } of { $count } questions of “{ $title }” are answered and saved. Go on at any time with { $again }, until { $until }.
survey-left-sent = Fine. The answers of { $place } to “{ $title }” are sent. You can change them with { $again } until { $until }.
survey-sent = Thank you! The answers of { $place } to “{ $title }” are sent. You can change them with { $again } until { $until }.
survey-sent-anonymous = Thank you! The answers of { $place } to “{ $title }” are sent and separated from the name of your municipality.
survey-sent-already = { $by } has sent the answers of { $place } to “{ $title }” a moment before you. With { $again } you see them.
survey-sent-by-colleague = For your information: { $by } has sent the answers of { $place } to the survey “{ $title }”.
survey-sent-by-proxy = { $by } has answered the survey “{ $title }” as proxy for { $place } and sent it. Please check that; you can change it until { $until }.
survey-changed-by-colleague = For your information: { $by } is changing answers of { $place } to the survey “{ $title }” that were sent.
survey-changed-by-proxy = { $by } is changing, as proxy, answers of { $place } to the survey “{ $title }” that were sent. Please check that.
survey-corrected-meanwhile = The survey “{ $title }” was corrected meanwhile. Please answer the question again as it reads now.
survey-not-asked = Your municipality is not asked in the survey “{ $title }”. The coordination office helps with questions.
survey-cast = The answers of your municipality to “{ $title }” are sent. The survey is anonymous, so nothing can be seen or changed any more.
survey-not-yet = The survey “{ $title }” has not begun: { $opens }. I will write to you then.
survey-closed = The survey “{ $title }” is closed since { $closed }.
survey-closed-answer = The survey “{ $title }” is closed since { $closed }. What you have just written could not be taken any more.
survey-after-this = The survey “{ $title }” will not run away: write *surveys { $number }* after this.
why-survey-colleague = You get this because you speak for { $place } and it is about the survey “{ $title }”.

survey-preview-begins = Preview of “{ $title }”: this is what everybody sees who is asked. Nothing of it is kept.
survey-preview-end = End the preview
survey-preview-send = Send (only as a rehearsal)
survey-preview-over = The draft “{ $title }” was changed or published meanwhile. The preview ends here.
survey-not-proxy = You cannot answer “{ $title }” in the place of this municipality.
survey-own-word = This municipality has already answered “{ $title }” itself. You may not see what it answered, so only it can go on here.
survey-preview-left = The preview is over. You have not walked through all of it: it begins anew with *survey { $number } preview*.
survey-preview-done = You have walked through all of “{ $title }”. Nothing was kept or sent.
survey-do-publish = Publish
survey-do-change = Change

## Surveys: list

help-umfragen = - **surveys** – answer surveys, go on with them, and see results
survey-list-heading = Surveys:
survey-list-line = • No. { $number } **{ $title }**: { $state }
survey-list-line-of = • No. { $number } **{ $title }** ({ $place }): { $state }
survey-choice = { $title }
survey-own-new = not begun yet
survey-own-begun = { $done } of { $count } answered, not sent yet
survey-own-sent = sent on { $sent }
survey-own-sent-partly = sent on { $sent }, { $count ->
    [one] one question is
   *[other] { $count } questions are
 } still open
survey-is-draft = draft
survey-is-planned = begins { $opens }
survey-is-open = { $sent } of { $invited } municipalities have answered, open until { $until }
survey-is-closed = closed, { $sent } of { $invited } municipalities have answered
survey-state-proxy = The coordination answers in the place of a municipality like this: *survey { NUMBER($number, useGrouping: 0) } for Köln*.
survey-none = There is no survey for you at the moment. When one begins, I will write to you.
survey-unknown = I do not know a survey “{ $typed }”. With *surveys* you see the list.
survey-deeds = I do not understand “{ $typed }” here. With *surveys { $number }* you answer, with *surveys { $number } results* you see the results.
survey-which-place = For which municipality would you like to answer “{ $title }”?
survey-not-your-place = You are not registered for “{ $typed }”. Please name a municipality for which you speak.
## Surveys: export

survey-export-format = I do not know the format “{ $typed }”. Please name one of these three after “export”: xlsx, csv or json.
survey-export-draft = “{ $title }” is not published yet. There is an export as soon as the first municipality has sent.
survey-export-nothing = No municipality has sent “{ $title }” yet. There is an export as soon as the first one has.
survey-export-later = The results of “{ $title }” are there as soon as the survey is closed.
survey-export-few = There is nothing to export of “{ $title }”: without names that is possible only after the closing, and from five municipalities on, so that nobody can be recognised.
survey-export-large = “{ $title }” is too large for the chat. Please have the export written on the server: hafenbote surveys export { $number } FILE
survey-export-file = survey-{ $number }
survey-export-named = The export of “{ $title }”, with the answers of each municipality. Please keep it confidential.
survey-export-protected = The export of “{ $title }”, without names: no number in it is under five; free texts are in it word by word; what is hidden is empty.
survey-export-codebook = The codebook to it: what each column means.
survey-export-book-title = Title of the survey
survey-export-book-open = All members see what each municipality answered.
survey-export-book-coordinators = Only the coordination sees what each municipality answered.
survey-export-book-anonymous = Nobody sees what a municipality answered.
survey-export-book-opens-at = Beginning (UTC)
survey-export-book-closes-at = End (UTC)
survey-export-book-draft = draft
survey-export-book-published = published
survey-export-book-closed = closed
survey-export-book-version = newest version of the questions
survey-export-book-empty = Empty cell: not asked, not asked any more, or hidden
survey-export-book-skipped = asked and skipped
survey-export-book-shield = Before a text that a spreadsheet would otherwise take for a formula
## Surveys: results

size-class-rural = Rural municipality (under 5,000)
size-class-small_town = Small town (5,000 to 20,000)
size-class-town = Town (20,000 to 100,000)
size-class-city = City (100,000 and more)
size-class-district = District
survey-result-heading = **Results of survey { NUMBER($number, useGrouping: 0) }: { $survey }**
survey-result-rate = Sent: { $sent } of { $invited } { $invited ->
    [one] municipality
   *[other] municipalities
} ({ $share })
survey-result-rate-land = - { $land }: { $sent } of { $invited } ({ $share })
survey-result-of = { $sent } of { $invited } ({ $share })
survey-result-rate-title = Who has sent, by Land
survey-result-question = **{ NUMBER($nth, useGrouping: 0) }. { $question }**
survey-result-answered = { $answered ->
    [one] 1 answer
   *[other] { $answered } answers
}
survey-result-skipped = { $count } without an answer
survey-result-first = counted is what was put first
survey-result-too-few-answers = - too few answers to show anything
survey-result-texts = { $count ->
    [one] - 1 text
   *[other] - { $count } texts
}
survey-result-files = { $count ->
    [one] - 1 file
   *[other] - { $count } files
}
survey-result-others = - other answers: { $line }
survey-result-sum = sum { $sum }
survey-result-median = median { $median }
survey-result-half = middle half { $lower } to { $upper }
survey-result-hidden = "–" means: not shown. It is under 5 municipalities, or would let people conclude on under 5.
survey-result-hatched = Hatched: not shown. It is under 5 municipalities, or would let people conclude on under 5.
survey-result-unknown = not given
survey-result-all = All
survey-result-lands = **By Land**
survey-result-no-sizes = The population of these municipalities is not known. The coordination office can have it imported with the list of members.
survey-result-sizes = **By size**
survey-result-by-land = { $question } – by Land
survey-result-n = n = { $answered } { $answered ->
    [one] municipality
   *[other] municipalities
}
survey-result-n-several = n = { $answered } { $answered ->
    [one] municipality
   *[other] municipalities
}, several answers possible
survey-result-n-numbers = Median (bold) and middle half, n = { $answered } { $answered ->
    [one] municipality
   *[other] municipalities
}
survey-result-n-lands = Shares; in brackets: how many municipalities have answered
survey-result-n-waves = Shares of the municipalities that have answered
survey-result-wave = { $survey } ({ $day }, n = { $sent })
survey-result-waves = Before: { $before }. Now: { $line }.
survey-result-new = { $share } (new)
survey-result-points = { $sign }{ $count } { $count ->
    [one] percentage point
   *[other] percentage points
}
survey-result-more = One question with its picture: *surveys { NUMBER($number, useGrouping: 0) } results question 1*.
survey-result-named = What each municipality has answered you see in the file: *survey { NUMBER($number, useGrouping: 0) } export*.
survey-result-own-rows = You see your own Land by itself here.
survey-result-in-file = All of it is in this file.
survey-result-file = Survey { NUMBER($number, useGrouping: 0) } results
survey-result-why = You get this because your municipality took part in "{ $survey }".
survey-result-draft = This survey is not published yet. There are results as soon as municipalities have answered.
survey-result-after-closing = You will see what was answered after the end of the survey: { $until }.
survey-result-not-asked = Only the municipalities that were asked see the results of this survey. Please ask the coordination office.
survey-result-none = No municipality has sent its answers yet. Please look again later.
survey-result-running = There are no results of this survey while it runs: from two of them one could conclude on single municipalities. What was answered is shown after the closing: { $until }.
survey-result-too-few-closed = These were too few to show anything: there are results from 5 municipalities on, as nobody is to conclude on single ones.
survey-result-how = I do not know "{ $typed }" among results. Please write *surveys { NUMBER($number, useGrouping: 0) } results* followed by nothing, "by Land", "by size", "question 1", "texts" or "comparison".
survey-result-no-question = There is no question { NUMBER($nth, useGrouping: 0) }. Please take a number from 1 to { $most }.
survey-result-no-texts = There are no texts to read here yet. The numbers are in the overview of the results.
survey-result-not-texts = Question { NUMBER($nth, useGrouping: 0) } has no texts. Please ask for the question itself, without "texts" before it.
survey-result-no-wave = There is no earlier survey that I could compare this one with.
survey-result-do-all = All results
survey-result-do-land = By Land
survey-result-do-size = By size
survey-result-do-texts = Read the texts
survey-result-do-compare = Compare with before
survey-result-do-next = Next question
## Surveys in a group

survey-poll-asked = **Survey no. { $number }:** { $question }
survey-poll-single = One answer is possible.
survey-poll-several = Several answers are possible.
survey-poll-rules = Each municipality has one vote, until { $until }. { $count ->
    [0] Who speaks for a municipality here I do not know yet; whoever votes is counted.
    [one] I know of one municipality here; if another one votes, it counts as well.
   *[other] I know of { $count } municipalities here; if another one votes, it counts as well.
    } All members see how each municipality votes. Vote below; where you see nothing there, answer this message, for example with “1”.
survey-poll-ended = **Survey no. { $number } is over:** { $question }
survey-poll-line = - { $option }: { $count ->
    [one] 1 municipality
   *[other] { $count } municipalities
    }
survey-poll-divided = Colleagues do not agree here, the first vote is counted:
survey-poll-count = Counted is one vote for each municipality: { $places ->
    [one] 1 municipality
   *[other] { $places } municipalities
    }, { $heads ->
    [one] 1 vote
   *[other] { $heads } votes
    }.{ $heads ->
    [0] {""}
   *[other] { " " }The poll itself counts heads and may therefore show something else.
    }
survey-poll-no-question = I find no question. Please write one with a question mark and the answers behind it: *!survey Do we go to Potsdam? Yes / No / Later until Friday*
survey-poll-few-options = A poll needs at least two answers. Please divide them by slashes with a space on both sides: *!survey Do we go to Potsdam? Yes / No*
survey-poll-many-options = These are { $count } answers, { $most } are possible at most. Please leave some out.
survey-poll-long-question = The question has { $length } characters, { $most } are possible at most. Please shorten it.
survey-poll-long-option = The answer “{ $option }” is too long, { $most } characters are possible at most. Please shorten it.
survey-poll-option-twice = The answer “{ $option }” is there twice. Please leave one out.
survey-poll-past = { $at } is over already. Please name a later end.
survey-poll-strange-group = I do not know this group yet. Please ask the office for a code and write *!start* and the code here.
survey-poll-who = Here only spokespersons and coordinators begin surveys. Everybody can vote.
survey-poll-which = Several surveys are open here. Please answer the one you mean directly.
survey-poll-stranger = Survey no. { $number }: One vote does not count, for I do not know which municipality it is for. Whoever has a code writes *start* and the code to me alone, and then votes again.
survey-poll-no-place = Your vote in survey no. { $number } does not count, for you speak for no municipality.
survey-poll-no-option = There is no such answer. Please choose one from 1 to { $count }.
survey-poll-only-one = Only one answer is possible here. Please choose one from 1 to { $count }.
survey-poll-over = Survey no. { $number } is over. Your vote does not count any more.
survey-poll-lost = I cannot tell which survey your vote is for. Please vote once more; if the survey is there twice, in the other one.
survey-poll-counted = Counted in survey no. { $number }: “{ $option }” for { $places }. Another vote takes the place of this one; the answer “0” in the group takes it back.
survey-poll-back = Your vote is taken back.
survey-poll-differs = In survey no. { $number }, “{ $option }” counts already for { $places }: a colleague of yours has voted so before you. Your vote “{ $mine }” stands beside it and does not count. Please come to an agreement.
survey-poll-open = Open the survey
survey-poll-why = The group gets this because survey no. { $number } was asked here.
survey-poll-why-vote = You get this because you voted in a group.
## Surveys: reaching everyone

survey-reach-names = { $names }{ $more ->
    [0] {""}
   *[other] {" "}and { $more } more
}
survey-reach-invitation = **Survey: { $title }**

    { $count ->
        [one] You are asked to answer for { $whose }.
       *[other] You are asked to answer for: { $whose }.
    }
survey-reach-size = { $count ->
    [one] There is one question
   *[other] { $partly ->
        [yes] There are at most
       *[no] There are
    } { $count } questions
}, which takes about { $minutes ->
    [one] a minute
   *[other] { $minutes } minutes
}.
survey-reach-until = Please answer by { $until }.
survey-reach-pause = You can pause at any time, and your colleagues can help.
survey-reach-answer = Answer now
survey-reach-answer-for = Answer now: { $name }
survey-reach-reminder = **Reminder of the survey “{ $title }”**
survey-reach-nothing = The answer of { $name } is still missing.
survey-reach-begun = { $answered ->
    [0] { $name } has begun, but not sent yet.
   *[other] { $name } has answered { $answered } of { $count } questions ({ $by }), but not sent yet.
}
survey-reach-as-deputy = I am writing to you as well because { $contact } has not answered yet.
survey-reach-deputy-too = Your deputy was reminded, too.
survey-reach-other-address = I am writing to you here because no answer came from your other account.
survey-reach-reminder-until = { $days ->
    [0] **Today** is the last day: please answer by { $until }.
    [1] **Tomorrow** is the last day: please answer by { $until }.
   *[other] Please answer by { $until }.
}
survey-reach-unsent = What is not sent does not count in the end.
survey-reach-task = These have not answered the survey “{ $title }” yet: { $names }. Please ask them.
survey-reach-task-told = **New task**, by { $day }: { $names } { $count ->
    [one] has not answered the survey “{ $title }” yet or cannot be reached. Please ask them.
   *[other] have not answered the survey “{ $title }” yet or cannot be reached. Please ask them.
}

    The task is done by itself as soon as all have answered.
survey-reach-look = Look at the survey
survey-reach-closed = **The survey “{ $title }” is closed.**
survey-reach-results = Results
survey-reach-rate = { $sent } of { $asked } municipalities have answered.
survey-reach-rate-land = - { $land }: { $sent } of { $asked }
survey-reach-silent = No answer: { $names }
survey-reach-not-sent = Begun, but not sent, which does not count: { $names }
survey-reach-now = { $count ->
    [0] I remind nobody of “{ $title }” now.
    [one] I remind one municipality of “{ $title }” now: { $names }
   *[other] I remind { $count } municipalities of “{ $title }” now: { $names }
}
survey-reach-now-later = Today is no working day; the reminder goes out on { $day }.
survey-reach-skipped-too-soon = Written to within the last { $days } days: { $names }
survey-reach-skipped-enough = Reminded { $most } times already: { $names }
survey-reach-skipped-waiting = A message is still waiting for a good moment: { $names }
survey-reach-skipped-nobody = Nobody can be reached: { $names }
survey-reach-skipped-left = Not asked any more: { $names }
survey-reach-not-open = The survey “{ $title }” is not open.
survey-reach-nobody-missing = All municipalities asked have answered “{ $title }”.
survey-reach-preview = { $count ->
    [0] Nobody is invited.
    [one] One municipality is invited:
   *[other] { $count } municipalities are invited:
}
survey-reach-preview-line = - { $name }: { $label }, { $network }
survey-reach-preview-more = - and { $more } more
survey-reach-preview-gone = - { $name }: has joined, but cannot be reached any more; a task for { $task }
survey-reach-preview-nobody = - { $name }: nobody has joined; a task for { $task }
survey-reach-preview-silent = Cannot be reached:
survey-reach-corrected = **The survey “{ $title }” was corrected.** For { $name } { $count ->
    [one] one answer does not fit any more. Please answer this question again:
   *[other] { $count } answers do not fit any more. Please answer these questions again:
}
survey-reach-added = **The survey “{ $title }” was corrected.** { $name } has already answered; { $count ->
    [one] one question is open now. Please complete it:
   *[other] { $count } questions are open now. Please complete them:
}
survey-reach-question = - { $label }
why-survey = You get this because you are asked to answer the survey “{ $title }” for { $whose }.
why-survey-task = You get this because municipalities that you coordinate have not answered the survey “{ $title }”.
why-survey-office = You get this because you look after the survey “{ $title }” or belong to the office.
## Surveys: making them

help-umfrage = - **survey** – make a survey, also from a table, and look after it: *survey 3*. Let a group vote: *survey Will you come? yes / no*
survey-author-title = Survey
survey-author-questions = Questionnaire
survey-author-name = Title
survey-author-quick = The single questions
survey-author-audience = Who is asked
survey-author-excluded = Who is not asked
survey-author-opens = Opening
survey-author-closes = Closing
survey-author-anonymity = Who sees the answers
survey-author-follows = Earlier survey to compare with
survey-author-reminders = How often I remind
survey-author-reminder_days = Days between reminders
survey-author-ask-questions = What would you like to ask? Send me the survey as an XLSX or CSV file, an XLSForm (guide: xlsform.org). For a few questions, write *quick*; that needs no file.
survey-author-name-wanted = The survey still needs a name, for example “Housing in autumn”.
survey-author-ask-name = What is the survey called? The questions come after that.
survey-author-ask-quick = Please write the first question, and behind it which answer you expect:
    - *How many places could you offer from autumn? number*
    - *Which group first? minors / families / all*
    - *What do you need most? (several) money / flats / staff*
    - *Will you join? yes/no* or *Until when? date* or *How urgent? 1-5*
    With nothing behind it, the answer is a text.
survey-author-more-quick = Please write the next question, or *done*. With *2: …* you replace the second, with *2 delete* it goes.
survey-author-ask-audience = Which municipalities do you ask? *all*, Länder, programmes or names, also with exceptions: *NRW and Hessen without Köln, Bonn*.
survey-author-ask-excluded = Shall one of them not be asked? Please write the names with commas between them, or *skip*.
survey-author-ask-opens = From when can they answer? *now*, as soon as it is published, or a day, perhaps with a time: *{ $example-start } 10:00*.
survey-author-ask-closes = Until when can they answer? A day counts until 23:59; also *2 weeks* or *{ $example-end } 18:00*.
survey-author-ask-anonymity = Who may see the answers? Once published, this cannot be changed.
    - **All**: all members see the results as they come, with the municipality's name.
    - **Coordination**: only the coordination office and you see who answered what. After the end, municipalities see figures from which no single one can be told, and free texts without names.
    - **Nobody**: answers are kept without names; not even I can find out whose they are. Only who took part can be seen. Answers that were sent cannot be changed by anybody.
survey-author-ask-follows = With which earlier survey would you like to compare the results? Questions of the same name are compared. If with none: *skip*.
survey-author-ask-reminders = How often at most shall I remind a municipality that has not answered? *none* or a number up to 10.
survey-author-ask-reminder_days = How many days at least shall lie between two reminders? 1 to 60.
survey-author-send = Yes, save it like this
survey-author-choose-quick = Quick: write a few questions here
survey-author-choose-now = As soon as it is published
survey-author-choose-open = All members
survey-author-choose-coordinators = The coordination alone
survey-author-choose-nobody = Nobody: anonymous
survey-author-weeks = { $count ->
    [one] 1 week
   *[other] { $count } weeks
    }, until { $day }
survey-author-named = { $name } (survey no. { $number })
survey-author-called = **{ $name }**
survey-author-file-read = Read: “{ $name }”, { $count ->
    [one] 1 question
   *[other] { $count } questions
    }, all fine.
survey-author-file-faults = { $count ->
    [one] Something in the file is not right. Please correct it and send the file again.
   *[other] { $count } things in the file are not right. Please correct them all and send the file again.
    }
survey-author-file-many = { $count } things in the file are not right. Here are the first { $shown }; the attached file has them all. Please correct them and send the survey again.
survey-author-faults-file = faults.txt
survey-author-questions-unclear = I cannot read that as a survey. Please send an XLSX or CSV file, or write *quick*.
survey-author-partly = Not asked, because I do not know it: { $unknown }. I have taken over the others.
survey-author-place-unknown = I know no municipality “{ $typed }”. Please check the name.
survey-author-not-asked-anyway = { $place } is not asked anyway. Please name only municipalities that would be.
survey-author-opens-past = { $at } has passed. Please give a later opening, or *now*.
survey-author-closes-past = { $until } has passed. Please give a later end.
survey-author-closes-early = From { $at } until { $until } is less than a day. Please give the municipalities at least one day, and a later end.
survey-author-not-longer = The survey runs until { $until } already; { $at } is not later. Only *change* sets an earlier end.
survey-author-closes-late = { $until } is more than two years after the opening. Please give an earlier end.
survey-author-understood = Understood as { $at }.
survey-author-anonymity-unclear = That is none of the three options. Please write its number: 1, 2 or 3.
survey-author-files-named = This survey asks for files, and files tell whose they are. That cannot be anonymous. Please choose differently who sees the answers, or take out the questions for files.
survey-author-wave-unknown = There is no earlier survey “{ $typed }”. Please write its number, or *skip*.
survey-author-review = Please check. This saves a draft; nobody is asked yet.
survey-author-review-change = Please check. The survey is published already; this will hold at once:
survey-author-questions-count = { $count ->
    [one] 1 question
   *[other] { $count } questions
    }
survey-author-questions-more = { $count ->
    [one] and 1 more
   *[other] and { $count } more
    }
survey-author-question = - Question { $number }: { $label } – { $kind }
survey-author-for = Asked: { $party }
survey-author-for-without = Asked: { $party }, without { $places }
survey-author-opens-at-once = Opens: as soon as it is published
survey-author-from = Opens: { $at }
survey-author-until = Closes: { $until }
survey-author-until-was = Until now the end was { $until }.
survey-author-sees-open = All members see what each municipality answers.
survey-author-sees-coordinators = Only the coordination office and whoever made the survey see who answered what. The municipalities get figures and free texts without names.
survey-author-sees-nobody = Anonymous: nobody sees who answered what; only who took part can be seen.
survey-author-reminded = { $count ->
    [0] Who does not answer is not reminded.
   *[other] Who does not answer is reminded at most { $count } times, at least { $days ->
        [one] one day
       *[other] { $days } days
    } apart, the last time shortly before the end; after that the Land’s coordinator gets a task.
    }
survey-author-compared = Compared with: { $title }
survey-author-is-draft = A draft; nobody was asked yet.
survey-author-is-waiting = Published, not open yet.
survey-author-is-open = Published and open.
survey-author-is-closed = Ended on { $until }.
survey-author-rate = Answered: { $sent } of { $invited } municipalities{ $begun ->
    [0] .
    [one] ; 1 more has begun.
   *[other] ; { $begun } more have begun.
    }
survey-author-saved = Saved as a draft: { $title }. Please walk through it now as the municipalities will see it; then you can publish it.
survey-author-saved-open = Saved: { $title }. This holds from now on.
survey-author-unchanged = Nothing about { $title } has changed.
survey-author-changed-meanwhile = Somebody else has just changed the survey. Please check once more, as it is now:
survey-author-seen-otherwise = Somebody else has just changed the survey; nothing was done. This is how it is now:
survey-author-over = { $title } has ended and cannot be changed any more.
survey-author-unknown = There is no survey no. { $number } that you may manage.
survey-author-unclear = I do not understand “{ $typed }” here. Begin a new survey with *survey*; about one there is, write its number, for example *survey 3*.
survey-author-deeds = I do not know “{ $typed }”. This is what you can do with { $title }:
survey-author-deed-meant = I do not know “{ $typed }”. Did you mean:
survey-author-do-preview = Walk through
survey-author-do-publish = Publish
survey-author-do-change = Change
survey-author-do-delete = Delete
survey-author-do-extend = Extend
survey-author-do-correct = Correct
survey-author-do-remind = Remind now
survey-author-do-export = As a file
survey-author-do-close = Close
survey-author-preview-first = Please walk through { $title } yourself first, as the draft is now: that is how mistakes are found before everybody sees them.
survey-author-published-already = { $title } is published already.
survey-author-nobody = { $title } reaches nobody. Please change who is asked.
survey-author-invites-now = The invitations go out right away.
survey-author-invites-later = The invitations go out on { $at }.
survey-author-final = After that, the questions, the opening and who sees the answers stay as they are. You can correct and extend it.
survey-author-review-publish = Publish this survey?
survey-author-published = Published: { $title }. { $count ->
    [one] One municipality is
   *[other] { $count } municipalities are
    } being invited now; they can answer until { $until }.
survey-author-published-later = Published: { $title }. { $count ->
    [one] One municipality is
   *[other] { $count } municipalities are
    } invited on { $at }; they can answer until { $until }.
survey-author-review-close = Close this survey now? Whoever has not answered cannot do so any more.
survey-author-not-open = { $title } is not open at the moment.
survey-author-closed = Closed: { $title }.
survey-author-review-delete = Delete this draft? It cannot be brought back.
survey-author-no-deleting = { $title } is published and cannot be deleted, only closed.
survey-author-deleted = Deleted: { $title }.
survey-author-whom = For which municipality would you like to answer? Please write for example *survey { $number } for Köln*.
survey-author-not-your-land = { $place } is in no Land that you coordinate.
survey-author-not-asked = { $place } is not asked in { $title }.
survey-author-no-correcting = { $title } cannot be corrected: only a published survey that is running can be. A draft you can simply change.
survey-author-review-correct = Correct this survey? The new version will hold at once.
survey-author-added = New ({ $count }): { $labels }
survey-author-removed = Gone ({ $count }): { $labels }
survey-author-changed = Changed ({ $count }): { $labels }
survey-author-changed-unseen = Only what nobody sees has changed, a calculation for example.
survey-author-same = The questions stay the same.
survey-author-carried = { $count ->
    [0] There are no answers yet to be carried over.
    [one] 1 answer is carried over.
   *[other] { $count } answers are carried over.
    }
survey-author-lost = { $count ->
    [one] 1 answer does not fit any more and is lost; what is still asked its municipality has to answer again.
   *[other] { $count } answers of { $places ->
        [one] one municipality
       *[other] { $places } municipalities
    } do not fit any more and are lost; what is still asked has to be answered again.
    }
survey-author-lost-nameless = { $count ->
    [one] 1 answer that was sent does not fit any more and is lost. The survey is anonymous: nobody can give it again.
   *[other] { $count } answers that were sent do not fit any more and are lost. The survey is anonymous: nobody can give them again.
    }
survey-author-reason = Reason: { $reason }
survey-author-corrected = Corrected: { $title }, now version { $number }. Answers carried over: { $count }, lost: { $lost }.
survey-publish-title = Publishing a survey
survey-publish-send = Yes, publish
survey-close-title = Closing a survey
survey-close-send = Yes, close it now
survey-delete-title = Deleting a draft
survey-delete-send = Yes, delete
survey-correct-title = Correcting a survey
survey-correct-questions = Questionnaire
survey-correct-quick = The single questions
survey-correct-reason = Reason
survey-correct-ask-questions = Please send me the corrected survey as an XLSX or CSV file. Questions that stay the same keep their names; only so their answers stay. Short surveys you can correct here, too: *quick*.
survey-correct-ask-quick = Please write the first question, and behind it which answer you expect, for example *How many places? number*.
survey-correct-more-quick = The questions there are still stand. With *2: …* you replace the second, with *2 delete* it goes; another one you simply write. Then *done*.
survey-correct-ask-reason = What was wrong? One sentence that everybody may read; or *skip*.
survey-correct-send = Yes, correct it
survey-quick-text = text
survey-quick-integer = number
survey-quick-decimal = number, also with a fraction
survey-quick-range = scale from { $least } to { $greatest }
survey-quick-date = date
survey-quick-one = one of: { $options }
survey-quick-several = several of: { $options }
survey-quick-rank = order of: { $options }
survey-quick-acknowledge = to be noted
survey-quick-note = a note without an answer
survey-quick-file = file
survey-quick-image = picture
survey-quick-required = required
survey-quick-hint = with the hint “{ $hint }”
survey-quick-removed = { $count ->
    [0] Deleted. Now there is no question left.
    [one] Deleted. Now it is 1 question.
   *[other] Deleted. Now there are { $count } questions.
    }
survey-quick-no-text = In “{ $typed }” the question itself is missing. Please write it like this: *How many places? number*.
survey-quick-few = In “{ $typed }” the answers are missing. Please write at least two, with slashes between them: *What is missing? (several) money / staff*.
survey-quick-twice = In “{ $typed }” an answer stands twice. Please name each once.
survey-quick-scale = “{ $typed }” is no scale. Please write for example *1-5*.
survey-quick-no-line = There is no question { $number }.
survey-quick-many = In the chat, at most { $most } questions are possible. For more, please send a spreadsheet.
survey-poll-in-group-only = A question to a group is asked there, for example *!survey Question? a / b*. Surveys for all municipalities are made by the coordination.
survey-poll-no-correcting = The poll “{ $title }” stands in a group and cannot be changed any more. Please close it and ask the question there anew.
survey-author-do-files = Files
survey-files-unasked = “{ $title }” does not ask for files.
survey-files-none = No municipality has sent a file to “{ $title }” yet.
survey-files-none-of = { $place } has sent no file to “{ $title }”.
survey-files-list = { $count ->
    [one] One municipality has
   *[other] { $count } municipalities have
 } sent files to “{ $title }”. Whose files would you like?{ $more ->
    [0] {""}
   *[other] {" "}{ $more } more are not listed; please write the name, for example *survey { $number } files Köln*.
 }
survey-files-file = { $place } on “{ $question }”: { $name }
survey-correct-files-named = The corrected survey asks for files, and files tell whose they are. This survey is anonymous; nothing was changed. Please take out the questions for files.
survey-poll-plan = A poll in a group; nobody is invited or reminded one by one.
survey-poll-no-reminding = “{ $title }” is a poll in a group; I remind nobody of it one by one.

# Questions to the coordination office

help-frage = - **ask** – ask the coordination office something: *ask When will the answer come?* Or simply write.
help-fragen = - **questions** – questions to the coordination office and their answers: *questions 12*
help-vorlagen = - **templates** – answers that fit often: *template deadline: The deadline is …*
enquiry-title = question to the coordination office
enquiry-ask-text = What would you like to ask the coordination office? Simply write it, with a file if you like.
enquiry-file-title = file for the coordination office
enquiry-file-ask-text = The file has arrived. What is it for? Write a few words and I will pass both on to the coordination office.
enquiry-file-dropped = All right, the file is thrown away. Nothing was passed on.
enquiry-reply-title = answer to a question
enquiry-reply-ask-text = Please write the answer. It goes to the person as it is.
enquiry-passed = Your question is with the coordination office; the answer will come here, in this chat.
enquiry-passed-nobody = Your question is noted. Nobody from the coordination office has joined yet; whoever does first will find it. The answer will come here, in this chat.
enquiry-added = That has been passed on, too.
enquiry-added-again = Your question is open again; that has been passed on, too.
enquiry-own = You are the one who answers questions to the coordination office. *questions* shows which are open.
enquiry-how = Write *ask* and your question in one message, for example *ask When will the answer come?* I will pass it on, and you can go on here.
enquiry-no-role = I cannot pass on new questions for you any more, because you have no role in this network any more. What you have asked will still be answered.
enquiry-offer = I cannot answer that myself. Shall I pass it on to the coordination office? *help* shows what I can do.
enquiry-offer-below = That is none of the choices above; please take one of them. If the coordination office shall read it, write *ask* before it.
enquiry-with-word = I am sorry, I did not understand that. If it is a question to the coordination office, write *ask* before it.
enquiry-two-ways = Shall I pass that on to the coordination office, or did you mean the command?
enquiry-do-pass-on = Pass on to the coordination office
enquiry-do-pass-plain = Pass on without a word
enquiry-do-drop = Discard
enquiry-do-withdraw = Do not ask after all
enquiry-withdrawn = Taken back. The coordination office has nothing of it any more.
enquiry-withdrawn-late = Taking it back is possible in the first two minutes only, and while nobody looks after it. Simply write that it is settled.
talk-greeting = Hello! Simply write what it is about. *help* shows what I can do.
talk-thanks = You are welcome.
enquiry-head = **Question no. { $number }** from { $label }
enquiry-head-of = **Question no. { $number }** from { $label } ({ $lands })
enquiry-about = About announcement no. { $number } “{ $subject }”
enquiry-open-items = Still open there: { $items }
enquiry-file = File: { $name }
enquiry-only-file = a file
enquiry-how-room = What you write in this thread goes to the person; what begins with *//* stays among you. Also: *claim*, *close*, *to NRW*, *template NAME*, *tomorrow 9:00: …*
enquiry-how-chat = A reply to this message goes to the person.
enquiry-do-claim = Claim
enquiry-do-answer = Answer
enquiry-do-close = Close
enquiry-do-reopen = Reopen
enquiry-do-back = Back to the coordination office
enquiry-do-take-back = Take back
enquiry-more = **{ $label }** on question no. { $number }:
enquiry-more-again = **{ $label }** writes again, which reopens question no. { $number }:
enquiry-answered-by = **{ $label }** has answered question no. { $number }:
enquiry-answer = **{ $label }** on your question of { $day }:
enquiry-answer-to = **{ $label }** on your question of { $day } (“{ $beginning }”):
enquiry-sent = Sent to { $label }.
enquiry-sent-later = Goes to { $label } once nobody is disturbed there: { $until }.
enquiry-unreachable = Not delivered: { $label } cannot be reached in any chat at the moment.
enquiry-undelivered = Not delivered: your answer to question no. { $number } did not reach { $label }; that chat cannot be reached any more.
enquiry-planned = Goes to { $label } on { $at }. Until then *take back* takes it back.
enquiry-moment-unclear = Nothing went to the person: I do not understand “{ $typed }” as a moment. Write *tomorrow 9 am: …*, for example; to send it as it is: *answer …*
enquiry-planned-past = { $at } is over already; nothing was sent. Please name a later moment. To send the text as it is, write *answer …*
enquiry-planned-none = No answer is planned here.
enquiry-planned-taken-back = { $count ->
    [one] The planned answer will not go out.
   *[other] The { $count } planned answers will not go out.
 }
enquiry-claimed = You look after question no. { $number }.
enquiry-claimed-told = { $label } looks after question no. { $number }.
enquiry-claimed-already = Somebody looks after question no. { $number } already ({ $label }). *claim!* claims it all the same.
enquiry-closed = Question no. { $number } is closed.
enquiry-closed-told = { $label } has closed question no. { $number }.
enquiry-reopened = Question no. { $number } is open again.
enquiry-reopened-told = { $label } has opened question no. { $number } again.
enquiry-not-open = Question no. { $number } is not open. *reopen* opens it.
enquiry-not-closed = Question no. { $number } is not closed at all.
enquiry-not-now = That is done already: question no. { $number } is there, or not open any more.
enquiry-handed = Question no. { $number } has been passed on: { $to }.
enquiry-handed-told = { $label } has handed question no. { $number } on.
enquiry-land-nobody = Nobody coordinates { $land } here yet. The question stays where it is.
enquiry-not-yours = I have not passed that on: only who has joined as coordination office can answer here.
enquiry-order-unknown = I do not know that here; nothing went to the person. Possible are *claim*, *close*, *reopen*, *to NRW*, *template NAME* and *tomorrow 9:00: …*
enquiry-order-nearest = Nothing went to the person. Did you mean *{ $word }*? To send it as it is, write *answer { $typed }*.
enquiry-is-withdrawn = Question no. { $number } was taken back.
enquiry-answering = Answer to { $label }:
enquiry-how-answer = Reply to the message with the question, or write *questions { $number } answer* and the text behind it.
enquiry-deed-unknown = I do not understand “{ $typed }” for question no. { $number }. Possible are *answer*, *claim*, *close*, *reopen*, *to NRW*, *template NAME*.
enquiry-unknown = I cannot find “{ $typed }”. *questions* shows which questions there are.
enquiries-none = No question is open.
enquiries-heading = { $count ->
    [one] **One question is open:**
   *[other] **{ $count } questions are open:**
 }
enquiries-own-none = You have not asked anything yet. Simply write what you would like to know.
enquiries-own-heading = **Your questions:**
enquiry-choice = Show no. { $number }
enquiry-line = - No. { $number } · { $label } · “{ $beginning }” · { $state }
enquiry-own-line = - No. { $number } of { $day } · “{ $beginning }” · { $state }
enquiry-own-waiting = waits for an answer
enquiry-own-answered = answered
enquiry-own-closed = settled
enquiry-is-closed = closed
enquiry-is-taken-back = taken back
enquiry-is-answered = answered, not closed
enquiry-waits = { $days ->
    [0] since today
    [one] for 1 day
   *[other] for { $days } days
 }
enquiry-with = with { $label }
enquiry-with-land = handed to { $land }
enquiry-card = **Question no. { $number }** · { $label } · { $state }
enquiry-said = **{ $label }**, { $at }:
enquiry-planned-said = **{ $label }**, planned for { $at }:
enquiry-unclaimed = Nobody looks after this yet:
    { $line }
enquiries-still-open = Still open: { $count ->
    [one] 1 question to the coordination office,
   *[other] { $count } questions to the coordination office, the oldest
 } { $days ->
    [0] since today
    [one] for 1 day
   *[other] for { $days } days
 } (no. { $numbers })
canned-list = Templates: { $names }. *template NAME* shows one, *template NAME!* below a question sends it.
canned-none = There are no templates yet. Make one like this: *template deadline: The deadline is …*
canned-unknown = There is no template “{ $typed }”.
canned-kept = Template *{ $name }* is kept.
canned-kept-again = Template *{ $name }* is changed.
canned-removed = Template *{ $name }* is deleted.
canned-shown = Template *{ $name }*:
    { $text }
canned-shown-to-send = Template *{ $name }*:
    { $text }

    Write *template { $name }!* to send it as it is.
canned-do-send = Send it
why-enquiry = You get this because you have asked the coordination office something.
why-enquiry-desk = You get this because you answer questions of the municipalities.
# Announcements: the message as it arrives (handlers/announcement_*.py)
announcement-head = **{ $subject }**
announcement-head-corrected = **Correction: { $subject }**
announcement-no-place = no municipality
open-nothing = nothing
open-survey = survey “{ $name }”
open-meeting = answer to “{ $name }”
open-task = task “{ $name }”
open-more = { $count } more

## Announcements on their way: status, what stopped them, and the report

announcing-is-released = 📤 Announcement { $number } “{ $subject }” is released.
announcing-is-running = 📤 Announcement { $number } “{ $subject }” is going out.
announcing-is-paused = ⏸ Announcement { $number } “{ $subject }” is paused.
announcing-is-finished = ✅ Announcement { $number } “{ $subject }” is sent.
announcing-is-cancelled = ⏹ Announcement { $number } “{ $subject }” is cancelled.
announcing-is-withdrawn = ↩ Announcement { $number } “{ $subject }” is withdrawn.
announcing-removed = Messages taken back: { $count } of { $total }
announcing-not-removed = Not taken back because the chat no longer allowed it: { $count }
announcing-void-withdrawn = ⚠ Announcement { $number } “{ $subject }” has not begun: what it would have corrected was withdrawn.
announcing-sent = Sent: { $sent } of { $count }
announcing-places = Municipalities reached: { $reached } of { $count }
announcing-failed = Not delivered: { $count } ({ $reasons })
announcing-dropped = No longer written to: { $count } ({ $reasons })
announcing-cancelled = Not sent because cancelled: { $count }
announcing-doubled = Perhaps arrived twice: { $count }
announcing-unclear = Unclear whether it arrived: { $count }
announcing-reason = { $count } × { $reason }
announcing-why-gone = left or blocked the chat
announcing-why-unreachable = not reachable
announcing-why-refused = refused by the network
announcing-why-throttled = too many messages
announcing-why-moved = chat has moved
announcing-why-misconfigured = access to the network is broken
announcing-why-expired = waited too long
announcing-why-role = no longer in this role
announcing-why-cancelled = cancelled
announcing-why-unclear = perhaps twice or not at all
announcing-left = { $count } left, about { $minutes ->
    [one] a minute
   *[other] { $minutes } minutes
 }.
announcing-waiting = { $count } left.
announcing-do-pause = Pause
announcing-do-cancel = Cancel
announcing-do-go-on = Go on sending
announcing-open = Look at the announcement
announcing-stopped = ⚠ Announcement { $number } “{ $subject }” has paused itself: { $count } messages did not arrive. Please find out why, then go on sending or cancel it.
announcing-void-late = ⚠ Announcement { $number } “{ $subject }” has not begun: the service was down at the planned time. Please check whether it still holds, and have it released anew.
announcing-void-role = ⚠ Announcement { $number } “{ $subject }” has not begun: whoever released it may not do so any more. Please have it released anew.
announcing-void-changed = ⚠ Announcement { $number } “{ $subject }” has not begun: it has changed since its release. Please have it released anew.
announcing-withdrawn = The announcement “{ $subject }” was withdrawn.
announcing-report = **Report**
announcing-report-file = announcement-{ $number }.csv
announcing-land = • { $land }: { $reached } of { $count }
announcing-group = Group: { $role }
announcing-column-recipient = Recipient
announcing-column-municipality = Municipality
announcing-column-ags = AGS
announcing-column-land = Land
announcing-column-network = Network
announcing-column-outcome = Outcome
announcing-column-reason = Reason
announcing-outcome-sent = sent
announcing-outcome-failed = not delivered
announcing-outcome-cancelled = cancelled
announcing-outcome-waiting = waiting
announcing-outcome-none = not written to
why-announcement = You get the announcement “{ $subject }” because its senders chose you among others.

## Announcements: writing, releasing, steering

help-rundschreiben = - **announce** – write, release, follow and correct announcements: *announce new*, *announce 7*
announcement-title = Announcement
announcement-send = Yes, keep it as a draft
announcement-subject = Subject
announcement-text = Text
announcement-files = Attachments
announcement-urgency = Urgency
announcement-audience = Who gets it
announcement-groups = Groups
announcement-pinned = Pinning
announcement-starts = Time
announcement-subject_english = English variant
announcement-text_english = English text
announcement-ask-subject = What is the subject? It stands in bold above the text.
announcement-ask-text = Please write the text, in several messages if you like, and *done* at the end. You can also send it as a file (.md or .txt). Filled in for each reader are {"{"}municipality{"}"}, {"{"}role{"}"} and {"{"}open{"}"} (what is still to do); a brace itself is written twice.
announcement-more-text = Please go on writing, or *done*.
announcement-ask-files = Are there attachments? Please send them one by one, at most 20 MB together.
announcement-more-files = Another attachment? Otherwise please *done*.
announcement-ask-urgency = How urgent is it?
 - **Normal**: does not come at night, on public holidays, or while somebody has asked for a pause.
 - **Urgent**: comes at once, also at night and in a pause.
 - **Low**: waits through the weekend, too; more than three in a week come together on Monday.
announcement-urgency-normal = Normal
announcement-urgency-urgent = Urgent
announcement-urgency-low = Low
announcement-urgency-unclear = I do not know “{ $typed }”. Please choose *normal*, *urgent* or *low*.
announcement-ask-audience = Who is to get it? For example *all*, *NRW and Hesse*, *contacts in Bavaria*, or names. If it is for groups alone, skip this.
announcement-more-audience = Is that right? Else make it narrower or wider, for example *only contacts* or *except Köln*.
announcement-ask-groups = Is it to stand in groups, too? Please write their numbers with commas, or *all groups*.
announcement-group = { $role } on { $network }
announcement-group-unknown = I do not know the group “{ $typed }”. Please write the numbers of the list, for example *1, 2*.
announcement-ask-pinned = Is it to be pinned there, where I may do that?
announcement-pin-ja = Yes, pin it
announcement-pin-nein = No
announcement-pinned-unclear = Please answer with *yes* or *no*.
announcement-ask-starts = When is it to go? *now* means: two minutes after its release. Or a moment, for example *tomorrow 9:00*.
announcement-now = After its release
announcement-starts-read = Understood as { $at }.
announcement-starts-past = { $at } is over. Please name a later moment, or *now*.
announcement-ask-subject_english = What is the subject in English? Whoever reads English then gets this variant.
announcement-ask-text_english = Please write the English text, and *done* at the end. The fields in it are {"{"}municipality{"}"}, {"{"}role{"}"} and {"{"}open{"}"}.
announcement-more-text_english = Please go on writing, or *done*.
announcement-subject-word = I do not take “{ $typed }” for a subject.
announcement-subject-fields = I can fill nothing into the subject; please write it without braces.
announcement-text-empty = There is nothing in it. Please write the text.
announcement-text-file = “{ $typed }” is no text file that I can read. Please send one with .md or .txt, or write the text here.
announcement-file-read = Read: { $length } characters.
announcement-field-unknown = I do not know this: { $typed }. I can fill in { $known }. If a brace is to stay, please write it twice. Please send this part again.
announcement-file-wanted = Please send a file here, or *done*.
announcement-files-many = More than { $most } attachments are not possible.
announcement-files-large = With it the attachments would be larger than { $most } MB together. I did not take this one.
announcement-unnamed = Attachment
announcement-review = Please check. What is kept is a draft; nothing is sent yet.
announcement-text-whole = “{ $text }”
announcement-text-begins = “{ $text }” ({ $length } characters; the preview shows all of it)
announcement-goes-normal = Urgency: normal
announcement-goes-urgent = Urgency: **urgent**, comes at night, too
announcement-goes-low = Urgency: low
announcement-has-files = { $count ->
    [one] Attachment
   *[other] Attachments
 }: { $files }
announcement-has-english = Also in English: { $subject }
announcement-starts-at = Planned for { $at }
announcement-to = To: { $whom }
announcement-to-nobody = To: nobody
announcement-takes = It takes { $time }
announcement-in-groups = In groups: { $groups }
announcement-in-groups-pinned = In groups, pinned: { $groups }
announcement-corrects = Correction of announcement { $number }, to all who got it: { $count }
announcement-count = { $people ->
    [0] {""}
    [one] One person
   *[other] { $people } people
 }{ $places ->
    [0] {""}
    [one] {" "}from one municipality
   *[other] {" "}from { $places } municipalities
 }{ $groups ->
    [0] {""}
    [one] {" "}and one group
   *[other] {" "}and { $groups } groups
 }
announcement-named = { $subject } (announcement { $number })
announcement-saved = Saved as announcement { $number }. Please look at the preview, and then ask for its release.
announcement-saved-void = Saved. Announcement { $number } is a draft again; please have it released anew.
announcement-unchanged = Nothing has changed in announcement { $number }.
announcement-which = “{ $typed }” wants a number, for example *announce 7 { $typed }*. Which one do you mean?
announcement-unknown = There is no announcement { $number } for you. With *announce* you see all.
announcement-change-voids = If you change something, it becomes a draft again, and its release does not hold any more.
announcement-edited-meanwhile = { $by } has changed the draft meanwhile ({ $at }). This is how it is now, with your changes in it; nothing is saved yet.
announcement-edited-told = { $by } has changed announcement { $number } “{ $subject }”. Its release does not hold any more; it is a draft again.
announcement-correcting = Correction of { $title }. What you change takes the place of the message that was sent; where that is not possible any more, it comes as a new message. Both begin with “Correction:” and need a release again.
announcement-correcting-nothing = You have changed nothing, so there is nothing to correct. Nothing is saved. Begin anew with *announce { $number } correct*.
announcement-is-draft = Draft
announcement-is-requested = Waiting for its release
announcement-is-released = Released, goes { $at }
announcement-was-created = Begun: { $by }, { $at }
announcement-was-edited = Last changed: { $by }, { $at }
announcement-was-requested = Release asked for: { $by }, { $at }
announcement-was-released = Released: { $by }, { $at }
announcement-was-withdrawn = Withdrawn: { $by }, { $at }
announcement-list = **Announcements**
announcement-line = - { $subject } (no. { $number }) – { $state }
announcement-none = There is no announcement yet.
announcement-state-draft = draft
announcement-state-requested = waiting for its release
announcement-state-released = released
announcement-state-running = going out
announcement-state-paused = paused
announcement-state-finished = sent
announcement-state-cancelled = cancelled
announcement-state-withdrawn = withdrawn
announcement-not-now = { $why } So this is not possible now: { $deed }.
announcement-state-is-draft = It is a draft yet; with *announce { $number } request* you ask for its release.
announcement-state-is-requested = It is waiting for its release; with *announce { $number } takeback* it becomes a draft again.
announcement-state-is-released = It is released and goes { $at }. With *announce { $number } cancel* you stop it.
announcement-state-is-running = It is going out; with *announce { $number } pause* you hold it, with *announce { $number } cancel* you end it.
announcement-state-is-paused = It is paused; with *announce { $number } continue* it goes on, with *announce { $number } cancel* it ends.
announcement-state-is-finished = It is sent; possible are *announce { $number } correct* and *announce { $number } withdraw*.
announcement-state-is-cancelled = It is cancelled; whom it reached says *announce { $number } report*.
announcement-state-is-withdrawn = It is withdrawn; whom it had reached says *announce { $number } report*.
announcement-deed-requested = asking for its release
announcement-deed-released = releasing it
announcement-deed-taken-back = taking it back
announcement-deed-edited = changing it
announcement-deed-corrected = correcting it
announcement-deed-deleted = deleting it
announcement-deed-paused = pausing it
announcement-deed-resumed = going on
announcement-deed-cancelled = cancelling it
announcement-deed-retried = trying again
announcement-deed-reported = a report
announcement-deed-withdrawn = withdrawing it
announcement-do-new = New announcement
announcement-do-preview = Preview
announcement-do-test = Test to me
announcement-do-ask = Ask for its release
announcement-do-release = Release
announcement-do-alone = Release alone
announcement-do-change = Change
announcement-do-people = Recipients
announcement-do-delete = Delete
announcement-do-take-back = Take back
announcement-do-stop = Stop
announcement-do-pause = Pause
announcement-do-go-on = Go on
announcement-do-cancel = Cancel
announcement-do-retry = Try failed ones again
announcement-do-report = Report
announcement-do-correct = Correct
announcement-do-withdraw = Withdraw
announcement-deeds = I cannot do “{ $typed }” with { $title }. What is possible:
announcement-deed-meant = I do not know “{ $typed }”. Did you mean:
announcement-not-yours = This announcement is changed and steered by whoever has written or released it, and by the office.
announcement-preview = This is how { $who } gets it: { $title }
announcement-preview-english = Whoever has chosen English gets:
announcement-preview-parts = On { $network } it arrives in { $count } messages.
announcement-preview-more = That was the preview. With *announce { $number } test* you get it on all of your accounts, as it looks there.
announcement-test = Test of announcement { $number }, sent by { $by }. This is how { $who } gets it:
announcement-tested-self = The test is on its way to all of your accounts.
announcement-tested = The test is on its way to { $who }.
announcement-test-whom = Whom do you mean by “{ $typed }”? Tests go to coordinators only, for nothing is released yet.
announcement-people = { $title }: { $count }. The list is attached.
announcement-people-count = { $title }: { $count }.
announcement-nobody = Nobody can be reached like this. Please change who gets it.
announcement-fields-in-groups = In a group many read the same; fields such as {"{"}municipality{"}"} are not possible there. Please change the text, or take the groups out.
announcement-nobody-else = Nobody but you can release this. Please invite a second coordinator, with *invite coordinator*; the draft stays until then.
announcement-asking-title = Release
announcement-asking-ask-count = Please write the number of people in words, for example *forty-three*.
announcement-asking-ask-again = Is the same text to go to them once more all the same?
announcement-goes-to-everyone = **This goes to nearly everybody I reach:** { $count }.
announcement-goes-alone = **This goes without a second person:** { $count }. All coordinators hear of it at once.
announcement-same-lately = { $count ->
    [one] One of them has
   *[other] { $count } of them have
 } got the same text already: { $title }, { $at }.
announcement-again-yes = Send it all the same
announcement-again-unclear = Please answer with *anyway* or *cancel*.
announcement-count-wrong = “{ $typed }” is not the number of people in words; there are { $count }. Please write this number as a word, or *cancel*.
announcement-count-changed = There are more or fewer by now than the number you have written. Nothing was done; please look again.
announcement-seen-otherwise = Somebody has changed it meanwhile. Nothing was done; *announce { $number }* shows how it is now.
announcement-asked = The release is asked for: { $title }. It can be released by: { $who }
announcement-please-release = { $by } asks you for a release. Please read all of it, and for whom it is.
announcement-look-first = Please look at all of it first, and then release it with the button.
announcement-changed-since = **Not released yet: something has changed since you saw it.**
announcement-new-text = - New: subject or text
announcement-new-plan = - New: urgency, time or pinning
announcement-new-files = - New: attachments
announcement-new-whom = - New: the choice of who gets it
announcement-new-people = - New: who belongs to it; { $count } now, { $before } before
announcement-own = What you have written or asked for yourself is released by somebody else, even if you have a second account.
announcement-beyond = This announcement goes beyond your Land; the office can release it.
announcement-goes-soon = Released. Announcement { $number } “{ $subject }” goes { $at }. Until then *announce { $number } cancel* stops it.
announcement-released-told = { $by } has released announcement { $number } “{ $subject }”. It goes { $at }. Until then *announce { $number } cancel* stops it.
announcement-alone-told = ⚠ { $by } has released the urgent announcement { $number } “{ $subject }” alone, without a second person. It goes { $at }. Until then everybody of the office can stop it: *announce { $number } cancel*.
announcement-alone-not-here = Nothing goes out here without a second person. Please have it released: *announce { $number } request*.
announcement-alone-not-urgent = Only urgent ones go without a second person, and only by the office. Please have it released: *announce { $number } request*.
announcement-taken-back = Taken back: announcement { $number } is a draft again; nothing was sent.
announcement-taken-back-told = { $by } has taken announcement { $number } “{ $subject }” back before it went. Nothing was sent.
announcement-paused = Paused: announcement { $number }. What was on its way still arrives.
announcement-paused-told = { $by } has paused announcement { $number } “{ $subject }”.
announcement-resumed = Announcement { $number } goes on.
announcement-resumed-told = { $by } lets announcement { $number } “{ $subject }” go on.
announcement-cancelled = Cancelled: announcement { $number }. Whoever has not got it yet does not get it any more.
announcement-cancelled-told = { $by } has cancelled announcement { $number } “{ $subject }”.
announcement-cancel-sure = Paused: { $title }. Is it to end for good? It cannot go on after that.
announcement-cancel-yes = Yes, end it for good
announcement-retried = { $title }: { $count ->
    [0] Nothing has failed that I could try again.
    [one] I try once more to reach one person.
   *[other] I try once more to reach { $count } people.
 }
announcement-retry-corrected = Announcement { $number } has been corrected; trying again would send the old text. Whom it did not reach is shown by *announce { $number } report*; please write them a new one.
announcement-withdraw-sure = Withdraw { $title }? This cannot be undone.
announcement-deletes = - { $network }: { $count ->
    [one] one message is
   *[other] { $count } messages are
 } deleted.
announcement-replaces = - { $network }: { $count ->
    [one] one message
   *[other] { $count } messages
 } cannot be deleted after 48 hours any more; in the place of the text it then says that it was withdrawn.
announcement-withdraw-yes = Yes, withdraw it
announcement-withdraw-no = No, leave it
announcement-withdrawing = Withdrawn: { $title }. I take it back now wherever that is possible; then comes a report.
announcement-withdrawn-told = { $by } has withdrawn announcement { $number } “{ $subject }”.
announcement-delete-sure = Delete { $title }? The draft is gone then.
announcement-delete-yes = Yes, delete it
announcement-delete-no = No, keep it
announcement-deleted = Deleted: { $title }
why-announcement-colleague = You get this because you release and steer announcements.
# Who gets something

audience-all = All
audience-or = { " or " }
audience-of = { $whom } from { $of }
audience-of-member = member municipalities
audience-of-declared = declared municipalities
audience-of-rural = rural municipalities
audience-of-small_town = small towns
audience-of-town = medium-sized towns
audience-of-city = large cities
audience-of-district = districts
audience-place = { $name }
audience-place-key = { $name } ({ $ags })
audience-key = { $ags }
audience-person = Person { NUMBER($number, useGrouping: 0) } “{ $label }”
audience-with-any = { $whom } with pledges
audience-with-group = { $whom } with pledges for { $groups }
audience-with-both = { $whom } with pledges under { $programmes } for { $groups }
audience-size-span = with { $first } to { $last } inhabitants
audience-size-above = with more than { $count } inhabitants
audience-size-from = with at least { $count } inhabitants
audience-size-below = with less than { $count } inhabitants
audience-size-to = with at most { $count } inhabitants
audience-survey-missing = without an answer to survey { NUMBER($number, useGrouping: 0) } “{ $title }”
audience-survey-sent = with an answer to survey { NUMBER($number, useGrouping: 0) } “{ $title }”
audience-meeting-none = without an answer to meeting { NUMBER($number, useGrouping: 0) } “{ $title }”
audience-meeting-any = with an answer to meeting { NUMBER($number, useGrouping: 0) } “{ $title }”
audience-meeting-coming = with acceptance to meeting { NUMBER($number, useGrouping: 0) } “{ $title }”
audience-meeting-no = with refusal to meeting { NUMBER($number, useGrouping: 0) } “{ $title }”
audience-meeting-maybe = with maybe to meeting { NUMBER($number, useGrouping: 0) } “{ $title }”
audience-meeting-substitute = with substitute to meeting { NUMBER($number, useGrouping: 0) } “{ $title }”
audience-since = since { $day }
audience-on = on { $networks }
audience-except = { $whom } except { $others }
audience-numbered = - No. { NUMBER($number, useGrouping: 0) }: { $title }
audience-survey-unknown = I do not know a survey “{ $typed }”. Please give its number or words of its title, for example *without an answer to survey 3*.
audience-meeting-unknown = I do not know a meeting “{ $typed }”. Please give its number or words of its title, for example *without an answer to meeting 3*.
audience-answer-several = “{ $typed }” fits several. Please give the number:
    { $found }
audience-answer-unclear = I do not understand “{ $typed }”. Possible are, for example, *without an answer to survey 3*, *who answered survey 3* and *who accepted meeting 3*.
audience-survey-answered = “{ $title }” can only be answered or not; nobody accepts a survey. Please write, for example, *without an answer to survey 3*.
audience-size-unclear = I do not understand “{ $typed }”. Please write, for example, *more than 100,000 inhabitants*, *less than 20,000 inhabitants* or *between 20,000 and 100,000 inhabitants*.
audience-since-unclear = I do not understand “{ $typed }” as a day that has been. Please write, for example, *since 1 June* or *new since June*.
audience-person-unknown = There is no “{ $typed }”. Please write the role and the municipality, for example *contact Köln*.
audience-person-several = Several are called “{ $typed }”: { $found }. Please give the number.
audience-either = In “{ $typed }” it is not clear what “or” stands between. Please put commas between different things, for example *NEST in NRW, Hesse*.
audience-exceptions = Please name all exceptions together, for example *all except Bavaria and Köln*.
audience-reaches-nobody = That would leave nobody. Please choose other recipients.
reach-columns = Person;Municipality;AGS;Land;Network;Cannot be reached, because
reach-file = recipients.csv
reach-address-gone = no account any more: blocked or left
reach-address-never = no account linked yet
reach-network-off = network is switched off
reach-paused = wants no messages until { $day }; urgent ones come all the same
reach-nobody-speaks = nobody speaks for the municipality
reach-minutes = { $network }: about { $count ->
    [one] one minute
   *[other] { $count } minutes
 }
reach-hours = { $network }: about { $count } hours
audience-step-now = To: { $whom }
audience-step-unreachable = Cannot be reached: { $people ->
    [0] {""}
    [one] one person{ $places ->
        [0] {""}
       *[other] {", "}
    }
   *[other] { $people } people{ $places ->
        [0] {""}
       *[other] {", "}
    }
 }{ $places ->
    [0] {""}
    [one] one municipality
   *[other] { $places } municipalities
 }
audience-step-anew = From the start: who shall get it?
audience-step-land = Which Land? Also several: *NRW or Hesse*.
audience-step-only = Only who? For example *contacts*, *without an answer to survey 3* or *more than 100,000 inhabitants*.
audience-step-only-in = Only in which Land, which municipality? Also several: *NRW or Hesse*.
audience-step-except = Who shall not get it? For example *Bavaria* or *Köln, Bonn*.
audience-step-more = Who else? For example *spokespersons* or *Köln*.
audience-step-how = I do not know what to do with “{ $typed }”. Please write *only …*, *except …* or *also …*, *anew* for a new start or *done*.
audience-step-twice = Both at once is more than I can express. Please begin with *anew* and name only one of them.
audience-step-all-contacts = All contacts
audience-step-a-land = One Land …
audience-step-no-survey = Without an answer to “{ $title }”
audience-step-no-meeting = Without an answer yet to “{ $title }”
audience-step-members = Member municipalities
audience-step-declared = Declared municipalities
audience-step-offers = Municipalities with pledges
audience-step-cities = Large cities
audience-step-choose-only = Only …
audience-step-choose-only-in = Only in …
audience-step-choose-except = Except …
audience-step-choose-more = Also …
audience-step-choose-anew = Start again

## What pledges rest on, and what they depend on

help-beleg = - **evidence** – hand in the resolution behind a pledge, also as a PDF; see a PDF: *evidence show 17*
pledge-file = Take the file out
pledge-ask-file = Please send the resolution as a PDF.
evidence-day = of { $day }
evidence-paper = paper { $paper }
evidence-file = { $name } (SHA-256 { $digest }…)
evidence-show = See the PDF
evidence-title = Hand in evidence
evidence-ask-entry = Which pledge does this belong to?
evidence-ask-said = Which council resolution does it rest on? For example *11.07.2019, paper 9123/2014-2020*. Or send it as a PDF.
evidence-waiting = No. { NUMBER($number, useGrouping: 0) }, waiting: { $offer }
evidence-counting = No. { NUMBER($number, useGrouping: 0) }, confirmed: { $offer }
evidence-of-place = { $place }, { $line }
evidence-pass-on = Pass it on to the coordinators
evidence-which = I cannot match “{ $typed }” with a pledge. Please choose one from the list, or give the number of the report.
evidence-unknown = I know no report no. { NUMBER($number, useGrouping: 0) } of your municipality. With *pledges* you see what there is.
evidence-over = Report no. { NUMBER($number, useGrouping: 0) } no longer waits, and it does not count either. With *pledges* you see what counts.
evidence-no-lines = There is no pledge that evidence could belong to. With *pledge* you report one.
evidence-how = With *evidence show* and the number of a report you see the PDF that belongs to it, for example *evidence show 17*.
evidence-added = Noted with no. { NUMBER($number, useGrouping: 0) } ({ $offer }):
    { $evidence }
evidence-told = For your information: { $by } has handed in evidence for { $place }, with no. { NUMBER($number, useGrouping: 0) } ({ $offer }):
    { $evidence }
evidence-shown = Evidence with no. { NUMBER($number, useGrouping: 0) }, { $place }: { $offer }
    { $evidence }
evidence-no-file = There is no PDF with no. { NUMBER($number, useGrouping: 0) }, { $place }. { $evidence }
evidence-not-yours = There is no report no. { NUMBER($number, useGrouping: 0) } whose evidence you can see.
evidence-empty = Please give the day and the number of the resolution, or send it as a PDF.
evidence-file-taken = “{ $name }” is there as evidence.
evidence-file-taken-instead = “{ $name }” is the evidence now, in the place of “{ $before }”.
evidence-file-say-more = You can add the day and the number of the resolution at the review, for example: *resolution of 11.07.2019, paper 9123/2014-2020*.
evidence-caption-left = I have not taken over “{ $typed }”; it says nothing about a resolution.
evidence-file-picture = I cannot take a picture as evidence. Please send the resolution as a PDF; scanners and most phones can do that.
evidence-file-text = “{ $name }” is not a PDF, and what it says could be changed later. Please save the resolution as a PDF and send that.
evidence-file-false = “{ $name }” is called a PDF but is none, or the file is damaged. Please open it, save it as a PDF once more and send that.
evidence-file-other = “{ $name }” is not a PDF. Please send the resolution as a PDF.
evidence-link-private = “{ $link }” leads into a network that others cannot reach. I have not taken over the link. Please send the resolution as a PDF, or give a public link.
evidence-link-scheme = Nobody but you can open “{ $link }”. I have not taken it over. Please send the resolution as a PDF, or give a public link with https.
evidence-link-secret = There is a name or a password in the link. I have not taken it over. Please send the resolution as a PDF, or give a public link.
evidence-link-unclear = “{ $link }” is not a complete link. I have not taken it over. Please send the resolution as a PDF, or give a public link.
evidence-day-ahead = { $day } is still ahead of us; I have not noted it as the day of the resolution. Your words stay as they are.
evidence-before = Before, it said “{ $evidence }”.
evidence-arrived = “{ $name }” has arrived.
## Approvals: contradictions, second confirmations, several at once

approvals-all-look = View and confirm { $count ->
    [2] both
   *[other] all { $count }
 }
approvals-all = { $count } reports are waiting for you:
approvals-all-part = { $count } reports are waiting for you; here are the first { $shown }:
approvals-confirm-all = Confirm { $count ->
    [2] both
   *[other] all { $count }
 }
approvals-confirm-these = { $count ->
    [one] Confirm the one for which that is possible
   *[other] Confirm these { $count }
 }
approvals-too-many = These are { $count } reports; { $most } can be confirmed at once. Nothing has been confirmed. Write *approvals all* to see the next { $most }.
approvals-confirmed = **Confirmed ({ $count })**
approvals-endorsed = **Confirmed for the first time, a second confirmation is needed ({ $count })**
approvals-refused = **Not confirmed ({ $count })**
approvals-done-line = - no. { NUMBER($number, useGrouping: 0) }: { $line }
approval-reject-singly = Please reject these reports one by one, each with its reason. Nothing has been rejected.
approval-own-linked = This report comes from an account that was once linked to yours. Somebody else has to decide.
approval-unproven = { $line } · **no resolution**
approval-line-second = { $line } · waiting for a second confirmation
approval-endorsed-by = Confirmed for the first time by { $by }, { $at }; a second confirmation is needed.
approval-endorsed-by-you = You confirmed this report for the first time, { $at }. It is waiting for a second confirmation by somebody else.
approval-not-twice = You have already confirmed this report for the first time. The second confirmation has to come from somebody else.
approval-endorsed = Confirmed for the first time: **{ $municipality }**, { $offer } (no. { NUMBER($number, useGrouping: 0) }). From { $count } places on, two confirmations are needed.
approval-second-land = The coordination for { $land } has now been asked for the second one.
approval-second-office = The office has now been asked for the second one.
approval-second-nobody = Nobody is registered yet to give the second one. The report is waiting.
approval-notice-second = Report no. { NUMBER($number, useGrouping: 0) } from **{ $municipality }** is waiting for a second confirmation, from you: { $offer }. First confirmed by: { $by }.
told-endorsed = Report no. { NUMBER($number, useGrouping: 0) } from **{ $municipality }** has been confirmed for the first time: { $offer }.

    From { $count } places on, a second confirmation is needed; it counts only then. Decided by: { $by }. You will be told.
conflict-line = { $line } · contradiction, { $count } reports
conflict-heading = **Contradiction · { $municipality }** ({ $land })
conflict-explained = { $count ->
    [2] Two
   *[other] { $count }
 } reports about the same thing; neither knew of the other. If you confirm one, { $count ->
    [2] the other does not hold.
   *[other] the others do not hold.
 } Everybody involved will be told.
conflict-report = **No. { NUMBER($number, useGrouping: 0) }:** { $offer }
conflict-confirm = Confirm no. { NUMBER($number, useGrouping: 0) }
conflict-reject-all = Reject { $count ->
    [2] both
   *[other] all
 }
conflict-reject-one = Reject only one: for example *approvals reject { NUMBER($number, useGrouping: 0) }*
conflict-look-first = Another report contradicts no. { NUMBER($number, useGrouping: 0) }. Please decide on both:
conflict-not-together = Another report contradicts it. Please decide on both by themselves, with *approvals*.
conflict-rejected = So report no. { NUMBER($number, useGrouping: 0) } does not hold: { $offer }. Everybody involved will be told.
conflict-told-rejected = Report no. { NUMBER($number, useGrouping: 0) } by { $reporter } contradicted it: { $offer }. That one does not hold, because the other is confirmed. Decided by: { $by }.
conflict-told-waits = Report no. { NUMBER($number, useGrouping: 0) } by { $reporter } is still waiting: { $offer }.

## History

pledges-pending-second = - waiting for a second confirmation: { $offer } (no. { NUMBER($number, useGrouping: 0) })
pledges-pending-conflict = - contradicts another report and is waiting: { $offer } (no. { NUMBER($number, useGrouping: 0) }, by { $by })
life-look = History
life-as-file = As a file
life-whose = Of which municipality? Please write, for example, *pledges history Köln*.
life-none = { $municipality }: nothing has been reported on this yet.
life-heading = **History of { $municipality }**
life-heading-part = **History of { $municipality }:** the newest { $shown } of { $count } entries. All are in the file.
life-line = **{ $programme } · { $group }**
life-entry = - { $day } { $time } ·
life-entry-digest = [{ NUMBER($number, useGrouping: 0) } · { $digest }]
life-file-heading = History of { $municipality } as of { $at }. In brackets behind each entry is its number and the beginning of its checksum. Whoever keeps a file can hold later ones beside it: what was once in it never changes.
life-file-head = State of the register: no. { NUMBER($number, useGrouping: 0) } · { $digest }
life-offer = { $places ->
    [one] 1 place
   *[other] { $places } places
 }, { $period }
life-before = { $before } until then
life-retroactive = with effect back to { $start }
life-proposed = { $by } reports: { $offer } (no. { NUMBER($number, useGrouping: 0) })
life-endorsed = { $by } confirms, as the first of two: { $offer } (no. { NUMBER($number, useGrouping: 0) })
life-confirmed = { $by } confirms: { $offer } (no. { NUMBER($number, useGrouping: 0) })
life-rejected = { $by } rejects: { $offer } (no. { NUMBER($number, useGrouping: 0) }), reason: { $reason }
life-rejected-other = { $offer } (no. { NUMBER($number, useGrouping: 0) }) does not hold: { $by } decided for the other report
life-withdrawn = { $by } withdraws, from { $start }
life-withdrawn-report = { $by } withdraws the report: { $offer } (no. { NUMBER($number, useGrouping: 0) })
life-reaffirmed = { $by } confirms: it remains { $offer }
life-evidenced = { $by } adds to { $offer }
## Reporting rounds

help-unveraendert = - **unchanged** – say that the pledges of your municipality still hold
help-verlaengern = - **renew** – renew a pledge that ends soon
help-runde = - **round** – ask the municipalities whether their pledges still hold; who is missing: *round missing*; what ends: *round lapsing*
round-ask-start = **Do the pledges still hold?**
    { $municipality }: The alliance asks all its members whether what stands here still holds. One answer of your municipality is enough, until { $day }.
round-ask-half = **Do the pledges still hold?**
    { $municipality }: Your answer to the round about pledges is still missing. It runs until { $day }.
round-ask-last = **Do the pledges still hold?**
    { $municipality }: Today is the last day of the round, and your answer is still missing.
round-ask-hand = **Do the pledges still hold?**
    { $municipality }: The office asks for your answer to the round about pledges. It runs until { $day }.
round-ask-later = **Do the pledges still hold?**
    { $municipality }: You wanted to be asked later. The round about pledges runs until { $day }.
round-ask-typed = **{ $municipality }: Does this still hold?**
round-ask-changed = **{ $municipality }: This has changed meanwhile.**
    Nothing is confirmed yet. Please look at it once more.
round-no-lines = There is no pledge at the moment.
round-confirm = Confirm unchanged
round-still-nothing = Still no pledge
round-seen = It stays as it is
round-change = Change
round-later = Later
round-thanks-reaffirmed = Thank you. { $municipality } confirms unchanged:
round-thanks-reported = Thank you. Your report for { $municipality } still waits for confirmation; there is nothing more for you to do.
round-thanks-nothing = Thank you. So { $municipality } still makes no pledge.
round-thanks-waiting = One report still waits for its confirmation; there is nothing for you to do.
round-late-reaffirmed = The round ended on { $day }. Your confirmation is entered all the same.
round-late-reported = The round ended on { $day }; your report holds regardless of it.
round-late-nothing = The round ended on { $day }; this does not enter its result any more.
round-told-reaffirmed = { $by } has confirmed for { $municipality } that all pledges hold unchanged. There is nothing for you to do.
round-told-reported = { $by } has answered for { $municipality }: the report that waits for confirmation stands. There is nothing for you to do.
round-told-nothing = { $by } has answered for { $municipality }: still no pledge. There is nothing for you to do.
round-already-reaffirmed = This is done already: { $by } confirmed unchanged for { $municipality }, { $at }.
round-already-reported = This is done already: { $by } reported a change for { $municipality }, { $at }. With *pledges* you see what holds.
round-already-nothing = This is done already: { $by } answered for { $municipality }, still no pledge, { $at }.
round-not-yours = You do not speak for this municipality. You see your pledges with *pledges*.
round-nothing-to-confirm = { $municipality } has no pledge at the moment that you could confirm. Report a new one with *pledge*.
round-over-for-you = The round is over. With *unchanged* you can confirm the pledges of { $municipality } all the same.
round-put-off = All right, I will ask you again on { $day }.
round-put-off-last = I shall not ask again in this round. Please answer by { $day }, midnight.
round-why = You get this because you speak for { $municipality } and the alliance asks from time to time whether pledges still hold.
round-how = I do not understand “{ $typed }” here. You can write: *round*, *round start until 31 July*, *round missing*, *round remind*, *round end*, *round lapsing*.
round-office-only = Only the office begins and ends a round, and reminds of it. With *round* you see how it stands in your Land.
round-none = No round is running at the moment.
round-never = There has been no round about pledges yet.
round-how-to-start = The office begins a new round with *round start*, if wanted with its last day: *round start until 31 July*
round-running = A round is running already, until { $day }. There are never two at once.
round-too-short = Until { $day } nobody would have time to answer. Please name a day from tomorrow on.
round-too-long = No round runs longer than { $most } days. Please name an earlier day.
round-nobody = There is no member with a contact who can be reached. Invite one with *invite contact Köln*.
round-review = I will ask { $count ->
    [one] one municipality
   *[other] { $count } municipalities
 } whether their pledges still hold. They can answer until { $day }.
round-review-reminders = Who is missing then is reminded: { $days }.
round-day = { $day }
round-and = {" and "}
round-start = Begin a round
round-start-now = Yes, ask now
round-look = Look
round-missing = Who is missing
round-remind = Remind now
round-end = End
round-lapsing = What ends soon
round-begun = The round has begun: { $count ->
    [one] one municipality is
   *[other] { $count } municipalities are
 } asked, until { $day }.
round-opened = The regular round about pledges has begun: { $count ->
    [one] one municipality is
   *[other] { $count } municipalities are
 } asked, until { $day }.
round-closed = The round about pledges is over. Answered: { $answered } of { $asked } municipalities.
round-end-sure = { $count ->
    [0] All have answered.
    [one] One municipality has not answered yet.
   *[other] { $count } municipalities have not answered yet.
 } End the round now? Nobody is reminded after that.
round-end-yes = Yes, end it
round-ended = The round is over. { $count ->
    [0] All have answered.
    [one] One municipality has not answered.
   *[other] { $count } municipalities have not answered.
 }
round-reminded = { $count ->
    [0] There was nobody to remind.
    [one] I am reminding one person.
   *[other] I am reminding { $count } people.
 } Whoever asked for more time is left alone until then.
round-reminded-already = I have reminded once today. Tomorrow it works again.
round-nobody-missing = All municipalities that were asked have answered.
round-heading = **Round about pledges until { $day }** ({ $days ->
    [0] today is the last day
    [one] one day left
   *[other] { $days } days left
 })
round-heading-over = **Last round about pledges, { $first } to { $day }**
round-answers = Answered: { $answered } of { $asked } municipalities ({ $percent } %){ $answered ->
    [0] .
   *[other] : { $how }.
 }
round-count-reaffirmed = { $count } unchanged
round-count-reported = { $count } with a report
round-count-nothing = { $count } still without a pledge
round-lands = Missing:
round-land = - { $land }: { $missing } of { $asked } ({ $percent } % answered)
round-silent = No answer from:
round-silent-since = - { $municipality }, last heard on { $day }
round-silent-always = - { $municipality }, never heard
round-more = - and { $count } more
round-unreachable = { $count ->
    [one] One member has
   *[other] { $count } members have
 } no contact who can be reached, and cannot be asked: { $places }{ $more ->
    [0] .
   *[other] {" "}and { $more } more.
 }
round-digest = Confirmed unchanged: { $count ->
    [one] one pledge
   *[other] { $count } pledges
 } of { $municipalities ->
    [one] one municipality
   *[other] { $municipalities } municipalities
 }.
fresh = Confirmed within the last 90 days: { $percent } % of the places.
fresh-lands = Confirmed within the last 90 days: { $percent } % of the places ({ $lands }).
fresh-land = { $land } { $percent } %

## What ends

lapse-before-election = { $count ->
    [one] One pledge, { $places ->
        [one] one place, ends
       *[other] { $places } places, ends
    }
   *[other] { $count } pledges, { $places } places, end
 } before the election.
lapse-list-none = Until { $day } no confirmed pledge ends.
lapse-list = **Until { $day } { $count ->
    [one] one pledge ends
   *[other] { $count } pledges end
 }, { $places ->
    [one] one place
   *[other] { $places } places
 }**
lapse-ask = This pledge of { $municipality } ends { $days ->
    [0] today
    [one] tomorrow
   *[other] in { $days } days, on { $day }
 }. After that it does not count any more:
lapse-ask-election = That is before the election on { $day }.
lapse-renew = Renew
lapse-let-go = Let it end
lapse-why = You get this because you speak for { $municipality } and a pledge ends soon.
lapse-renewing = You are renewing: { $offer }.
lapse-which = Which pledge would you like to renew?
lapse-nothing = There is no pledge here that ends soon. With *pledges* you see what holds, with *pledge* you report places.
lapse-noted = All right, this pledge ends on { $day }, and I shall not ask about it again: { $offer }.
audience-round-missing = without an answer to round { NUMBER($number, useGrouping: 0) }
audience-round-answered = with an answer to round { NUMBER($number, useGrouping: 0) }
audience-round-unknown = There has been no such round yet: “{ $typed }”. With *round* you see the last one.
audience-step-no-round = Without an answer to the round about pledges
## Totals as pictures and as files

totals-known = as known on { $day }
totals-known-future = Nobody can know yet how things stand on { $day }. Please name a day up to today, for example *totals known yesterday*.
totals-known-before = There were no reports on { $day }; the first came on { $begun }. Please name a day from then on.
totals-known-nothing = There are no reports yet, so there is no earlier state either.
totals-view-course = Over time
totals-view-lands = By state
totals-view-programmes = By programme
totals-view-file = As a file
totals-chart-course = Places pledged over time
totals-chart-lands = Places pledged by state
totals-chart-programmes = Places pledged by programme
totals-chart-days = on the first of each month and today
totals-chart-firsts = on the first of each month
totals-chart-day = on { $day }
totals-chart-nothing = There are no places, neither confirmed nor waiting.
totals-chart-line = - { $name }: { $places }{ $waiting ->
    [0] {""}
   *[other] {" "}(and { $waiting } waiting)
 }
totals-confirmed = confirmed
totals-pending = waiting (may replace confirmed places)
totals-chart-instead = What waits may replace what is confirmed: both together are not always the sum.
totals-today = today
totals-election = Election { $day }
totals-span = { $start } to { $end }
ledger-export = { $count ->
    [one] One row with what counts and what waits.
   *[other] { $count } rows with what counts and what waits.
 } You can change the table and send it back with *pledges import*.
ledger-export-as = As { $format }
ledger-export-name = pledges
ledger-export-large = These are more than { $most } rows. Please have the table written on the server: ‘hafenbote pledges export’.
ledger-export-nothing = There are no pledges and no reports, so there is no table.
ledger-import-how = Please send a table (XLSX or CSV) with the text *pledges import*. *pledges export* shows the columns. Before anything is reported you see what changes.
ledger-preview = **{ $name }** · { $rows ->
    [one] one row
   *[other] { $rows } rows
 }
    New reports: { $changes }
    Already so: { $same }
    Faults: { $faults }
ledger-preview-more = - and { $count } more, all in the table attached
ledger-preview-faulty = All is taken or nothing. Please correct the table and send it once more with *pledges import*.
ledger-preview-nothing = There is nothing to take.
ledger-preview-many = In the chat I take at most { $most } reports at once. Please divide the table, or have it read on the server: ‘hafenbote pledges import’.
ledger-preview-ask = Shall I report this? Each report then needs somebody else's confirmation.
ledger-take = { $count ->
    [one] Yes, one report
   *[other] Yes, { $count } reports
 }
ledger-drop = Discard
ledger-dropped = Discarded. Nothing was reported.
ledger-file-gone = I do not have this table any more. Please send it once more with the text *pledges import*.
ledger-changed-meanwhile = Something about the pledges has changed meanwhile. Nothing was taken; please check once more:
ledger-taken = { $count ->
    [one] One report has arrived. It counts as soon as somebody else confirms it.
   *[other] { $count } reports have arrived. They count as soon as somebody else confirms them.
 }
ledger-nobody = For these states there is nobody else at present who can confirm: { $lands }. Invite somebody: *invite Land coordinator NRW*.
ledger-notice = { $count ->
    [one] One new report
   *[other] { $count } new reports
 } from a table of { $by } { $count ->
    [one] waits
   *[other] wait
 } for you.
ledger-row = Row { $row }: { $said }
ledger-change = Row { $row }: { $municipality }, { $offer }
ledger-change-before = confirmed is { $before }
ledger-change-instead = replaces the waiting report { $instead }
ledger-file-name = preview.csv
ledger-file-row = Row
ledger-file-what = Kind
ledger-file-said = Text
ledger-file-fault = Fault
ledger-file-change = Report
ledger-no-table = This is no table that I can read. Please send XLSX or CSV.
ledger-not-read = The file could not be read, or not fast enough. Please save only the table in a new file and send that.
ledger-empty-table = The table is empty. The first row must hold the names of the columns, at least { $columns }.
ledger-columns-missing = The first row lacks: { $columns }. Known columns are { $all }.
ledger-columns-strange = I do not know these columns: { $columns }. Known columns are { $all }. Please delete others.
ledger-columns-twice = These columns are there more than once: { $columns }.
ledger-cells = There are more cells than columns here. Is there a separator too many?
ledger-formula = ‘{ $cell }’ is a formula. Please write the value itself.
ledger-error = ‘{ $cell }’ is an error of the spreadsheet. Please write the value.
ledger-merged = The cells { $cells } are merged. Please undo that and fill each cell.
ledger-ags = ‘{ $typed }’ is no municipality key: 8 digits (a Kreis 5), the first two from 01 to 16.
ledger-ags-unknown = There is no municipality here with the key { $ags }.
ledger-name = The key { $ags } belongs to { $municipality }, not to ‘{ $typed }’.
ledger-value = The column { $column } says ‘{ $typed }’. It can say { $possible }.
ledger-day = The column { $column } says ‘{ $typed }’. Please write the day with its year, for example 31.12.2021.
ledger-far = The column { $column } says { $day }. That is too far away.
ledger-end-before-start = The end ({ $end }) lies before the beginning ({ $start }).
ledger-resolved-later = The resolution of { $day } lies in the future.
ledger-places = The column { $column } says ‘{ $typed }’. Please give the whole number of places, from 1 to { $most }.
ledger-link = ‘{ $typed }’ is no address on the web. It begins with https:// and can be reached by everybody without a login.

ledger-twice = Row { $first } already says something new about the same municipality, programme and group. Please leave only one of them.
## Pledges in people's own words

pledge-drop = Discard
pledge-line = Existing pledge
pledge-ask-line = Which of your pledges do you mean?
pledge-reading = { $places ->
    [one] 1 place in total
   *[other] { $places } places in total
 }
pledge-contradicts = On { $day }, { $base ->
    [one] 1 place is
   *[other] { $base } places are
 } confirmed. What you wrote can be read in more than one way, or does not fit.
pledge-too-few = On { $day }, only { $base ->
    [one] 1 place is
   *[other] { $base } places are
 } confirmed. Your change does not work out with that. You can take a pledge back altogether with *cancel* and then *withdraw*.
pledge-no-base = For { $named }, nothing is confirmed on { $day } that could be changed.
pledge-change-new = New: 0 → **{ $after }**
pledge-change = Change: { $before } → **{ $after }**, { $start } to { $end }
pledge-change-open = Change: { $before } → **{ $after }**, from { $start }
pledge-change-none = The number of places stays as it is.
pledge-review-several = Reports that contradict each other are already waiting. The new one will take their place:

    { $lines }
pledge-conflict-line = - No. { NUMBER($number, useGrouping: 0) }, { $by }: { $offer }
pledge-conflict-own = Your report no. { NUMBER($number, useGrouping: 0) } has arrived. Meanwhile something else was reported for your municipality:

    { $lines }

    { $count ->
        [2] Both
       *[other] All
    } reports wait until the coordination confirms one. If you agree among yourselves, report it once more; that will take the place of { $count ->
        [2] both
       *[other] all of them
    }.
pledge-conflict-colleague = { $count ->
        [2] Two
       *[other] { $count }
    } reports of your municipality contradict each other:

    { $lines }

    { $count ->
        [2] Both
       *[other] All
    } wait until the coordination confirms one. If you agree among yourselves, report it once more; that will take the place of { $count ->
        [2] both
       *[other] all of them
    }.
pledge-conflict-decider = { $count ->
        [2] Two
       *[other] { $count }
    } reports from { $municipality } contradict each other and wait for you:

    { $lines }
pledge-same-already = { $by } has already reported that for your municipality: { $offer } (no. { NUMBER($number, useGrouping: 0) }). There is nothing left to do.
pledge-same-evidence = I have added the resolution you named to that report.
withdrawal-none-so = I find no such pledge among yours.

## Is this the real Hafenbote?

help-echt = - **genuine** – check whether you really write with Hafenbote
verification-shown = **Is this really Hafenbote?** Your app shows seven pictures now. Mine are these:

    { $emoji }

    As numbers: { $numbers }

    Are all of them the same, in the same order? Then please confirm it in your app. It is certain only once the coordination office names these pictures to you on the telephone, too: whoever imitates me can imitate this message, too.

    Is even one of them different? Then please tell your app so, write nothing confidential here any more, and call the coordination office.
verification-done = ✅ The check has succeeded: from now on your app shows me as verified. If it warns you later that this has changed, write nothing confidential here, and ask the coordination office.
verification-mismatch = ⚠️ The check has failed: your app and I have not seen the same. Perhaps somebody is reading along. Please write nothing confidential here any more, and call the coordination office, at a number that you do not have from this chat.
verification-cancelled = The check was broken off, nothing has changed. You can begin it anew in your app; **genuine** tells you how.
verification-timeout = The check took longer than ten minutes and has ended therefore. You can begin it anew in your app; **genuine** tells you how.
verification-broken = The check could not be finished. Please begin it anew in your app, and choose to compare pictures (emoji). If that fails again, write **genuine**: you can compare keys, too.
verification-how =
    This is how you check whether you really write with Hafenbote:
    - Call the coordination office, at a number that you do not have from this chat.
    - Open my profile in your app, and choose “Verify” there. Your app and I then show seven pictures.
    - Have the pictures named to you on the telephone. If all are the same, confirm it in your app.

    Your app cannot do that? Then compare what it shows in my profile with what the coordination office publishes or reads to you:

    { $facts }

    That it stands here proves nothing: whoever imitates me can write this, too.
verification-how-not-here = In this network your app cannot check me. Compare my name sign by sign with the one that the coordination office publishes, and in case of doubt ask there, at a number that you do not have from this chat. On Matrix your app can check me.
verification-fact-account = Account: { $value }
verification-fact-session = Session: { $value }
verification-fact-session-key = Key of the session: { $value }
verification-fact-account-key = Key of the account: { $value }

# The names under which English apps show the pictures (Matrix specification, data-definitions/sas-emoji.json).
verification-emoji-0 = 🐶 Dog
verification-emoji-1 = 🐱 Cat
verification-emoji-2 = 🦁 Lion
verification-emoji-3 = 🐎 Horse
verification-emoji-4 = 🦄 Unicorn
verification-emoji-5 = 🐷 Pig
verification-emoji-6 = 🐘 Elephant
verification-emoji-7 = 🐰 Rabbit
verification-emoji-8 = 🐼 Panda
verification-emoji-9 = 🐓 Rooster
verification-emoji-10 = 🐧 Penguin
verification-emoji-11 = 🐢 Turtle
verification-emoji-12 = 🐟 Fish
verification-emoji-13 = 🐙 Octopus
verification-emoji-14 = 🦋 Butterfly
verification-emoji-15 = 🌷 Flower
verification-emoji-16 = 🌳 Tree
verification-emoji-17 = 🌵 Cactus
verification-emoji-18 = 🍄 Mushroom
verification-emoji-19 = 🌏 Globe
verification-emoji-20 = 🌙 Moon
verification-emoji-21 = ☁️ Cloud
verification-emoji-22 = 🔥 Fire
verification-emoji-23 = 🍌 Banana
verification-emoji-24 = 🍎 Apple
verification-emoji-25 = 🍓 Strawberry
verification-emoji-26 = 🌽 Corn
verification-emoji-27 = 🍕 Pizza
verification-emoji-28 = 🎂 Cake
verification-emoji-29 = ❤️ Heart
verification-emoji-30 = 😀 Smiley
verification-emoji-31 = 🤖 Robot
verification-emoji-32 = 🎩 Hat
verification-emoji-33 = 👓 Glasses
verification-emoji-34 = 🔧 Spanner
verification-emoji-35 = 🎅 Santa
verification-emoji-36 = 👍 Thumbs up
verification-emoji-37 = ☂️ Umbrella
verification-emoji-38 = ⌛ Hourglass
verification-emoji-39 = ⏰ Clock
verification-emoji-40 = 🎁 Gift
verification-emoji-41 = 💡 Light bulb
verification-emoji-42 = 📕 Book
verification-emoji-43 = ✏️ Pencil
verification-emoji-44 = 📎 Paperclip
verification-emoji-45 = ✂️ Scissors
verification-emoji-46 = 🔒 Lock
verification-emoji-47 = 🔑 Key
verification-emoji-48 = 🔨 Hammer
verification-emoji-49 = ☎️ Telephone
verification-emoji-50 = 🏁 Flag
verification-emoji-51 = 🚂 Train
verification-emoji-52 = 🚲 Bicycle
verification-emoji-53 = ✈️ Aeroplane
verification-emoji-54 = 🚀 Rocket
verification-emoji-55 = 🏆 Trophy
verification-emoji-56 = ⚽ Ball
verification-emoji-57 = 🎸 Guitar
verification-emoji-58 = 🎺 Trumpet
verification-emoji-59 = 🔔 Bell
verification-emoji-60 = ⚓ Anchor
verification-emoji-61 = 🎧 Headphones
verification-emoji-62 = 📁 Folder
verification-emoji-63 = 📌 Pin

## Alerts for operators

alert-begun = **Out of order: { $name }**

    Since { $since }.

    { $deed }
alert-over = **In order again**

    Over is: “{ $name }”, since { $since }, until { $until }.
alert-pass-on = Please pass this on to whoever operates the service.
alert-clock = clock
alert-name-network-down = { $subject } cannot be reached
alert-do-network-down = What comes and goes by { $subject } waits meanwhile; nothing is lost. Reason: { $fault }. Please check with `hafenbote doctor` whether server, credentials and network are in order.
alert-name-updates-ending = { $subject } will not keep messages much longer
alert-do-updates-ending = What people have written by { $subject } is lost unless it is fetched by { $until }. Please restore the connection before; `hafenbote doctor` names the reason.
alert-name-device-unsigned = The bot’s device on { $subject } is not verified
alert-do-device-unsigned = So apps warn about the bot or refuse it their keys. Reason: { $fault }. Please put the recovery key into HAFENBOTE\_MATRIX\_RECOVERY\_KEY and restart the service.
alert-name-queue-stuck = Answers on { $subject } do not go out
alert-do-queue-stuck = { $count ->
    [one] One answer is waiting
   *[other] { $count } answers are waiting
    } to be sent although { $subject } can be reached. Please look for “not sent” in the log. If the server throttles, `hafenbote doctor` names the way out; otherwise please restart the service.
alert-name-clock-late = What is due is not done
alert-do-clock-late = { $count ->
    [one] One task of the clock is
   *[other] { $count } tasks of the clock are
    } overdue, such as reminders. Please look for “due item failed” and “tick failed” in the log.
alert-name-lease-free = Nobody takes over: { $subject }
alert-do-lease-free = No instance does this work. Please check that enough instances are running, with the same settings.
alert-name-backup-old = There is no recent backup
alert-do-backup-old = Please check that the job runs that calls `hafenbote db backup`, and make a backup by hand.
alert-name-disk-full = The database’s disk is nearly full
alert-do-disk-full = Only { $megabytes } MB are free. Please make room before the service can store nothing more.
alert-name-sends-in-doubt = Messages may have arrived twice
alert-do-sends-in-doubt = Within the last hour { $count } sends were cut off and repeated. Please check whether the service crashes often or loses its connection to Telegram.
alert-name-ledger-broken = The ledger of pledges has been altered
alert-do-ledger-broken = Entries are no longer as they were written. Please change nothing, keep all backups, and let `hafenbote doctor` name the place.
alert-name-crowd = A great many are writing at once by { $subject }
alert-do-crowd = Whoever is known is still answered, strangers only in brief. If it goes on, it may be an attack: on Matrix your homeserver can block senders, on Telegram only Telegram can.
## One's own data: seeing, erasing, handing a role over

help-meinedaten = - **mydata** – everything that is stored about you here, also as a file
help-loeschen = - **erase** – erase everything about you; before that you read what stays and why
help-uebergabe = - **handover** – hand your role over to your successor with a code; take it back: *handover take back*

mydata-heading = This is what is stored about you. The file has it line by line, with the purpose and how long it is kept.
mydata-file = my-data
mydata-who = Who you are here
mydata-label = { $label }, registered since { $since }
mydata-language = Language: { $language }
mydata-timezone = Time zone: { $zone }
mydata-paused = Pause until { $day }
mydata-addresses = Addresses
mydata-address = { $network }: { $account }, since { $since }
mydata-roles = Roles
mydata-role = { $role }, since { $day }
mydata-no-role = none at the moment
mydata-consents = Agreements
mydata-consent = { $network }: notice in version { $version }, of { $at }
mydata-no-consent = Your networks need none.
mydata-said = What you have reported, answered and asked
mydata-reported = Pledges and rounds: { $count ->
    [one] one entry
   *[other] { $count } entries
    }; they belong to your municipality's history (*pledges history*)
mydata-answered = Meetings and surveys: { $count ->
    [one] one answer
   *[other] { $count } answers
    } (*meetings*, *surveys*)
mydata-asked = Questions and wishes for an agenda: { $count } (*questions*)
mydata-in-office = Made or taken on in your role: { $count ->
    [one] one entry
   *[other] { $count } entries
    } (meetings, tasks, announcements, surveys)
mydata-nothing = nothing so far
mydata-waiting = What waits
mydata-held = { $count ->
    [0] No message waits for you.
    [one] One message waits for a good moment.
   *[other] { $count } messages wait for a good moment.
    }
mydata-dialogue = conversation in progress: { $title }
mydata-log = Log
mydata-log-counts = Deeds: { $deeds }; messages to you: { $messages }; what came in, without text: { $events }
mydata-rest = If something is wrong, write *ask* and behind it what is wrong. With *erase* you erase everything, with *handover* you only pass your role on. The coordination office is responsible for the data.
mydata-erase = Erase everything

erasure-title = Erase
erasure-heading = **Erase everything about you?**
erasure-goes = What is erased:
    - your account names with me, your role, your agreement, your settings and calendar addresses
    - your questions with the answers, remarks on meetings, a conversation in progress
    - what was still to be sent to you; my messages in our chats, as far as the network allows
erasure-stays = What stays, without your name and account, with nothing but a number:
    - the history of pledges with the words in it: it must remain verifiable.
    - your municipality's answers to surveys, rounds and meetings: they belong to the municipality.
    - what you made in a coordination, and for three years the log, without texts
erasure-alone-place = **Please note:** Nobody else is registered for { $municipality }. After that we reach nobody there: no meetings, no surveys, no reminder of pledges that end. The coordination office learns that somebody is missing, but not who has gone.
erasure-alone-office = **Please note:** Nobody but you holds the role { $role }. After that nobody handles what comes in there: reports, questions, invitations.
erasure-hand-over = If somebody is to succeed you, write *cancel* and then *handover*. You are then erased as soon as the role has been taken over.
erasure-ask-sure = Do you want that?
erasure-yes = Yes, go on
erasure-no = No, do not erase
erasure-sure-unclear = Please answer “yes” or “no”. Nothing has been erased yet.
erasure-ask-word = This cannot be undone. If you are sure, write: “erase for good”.
erasure-word-wrong = That was not “erase for good”. Nothing has been erased yet.
erasure-not = All right, everything stays as it is.
erasure-begun = Erased. From now on I do not know you any more. { $count ->
    [0] There was nothing to remove here.
    [one] One message of mine is still being removed
   *[other] { $count } messages of mine are still being removed
    }{ $count ->
    [0] {""}
   *[other] ; then I will write one last time.
    }
erasure-instead = This message has been erased.
erasure-done = This is my last message. { $count ->
    [0] Nothing of mine was left in our chats.
   *[other] Of { $count } messages { $gone } are removed.
    }{ $replaced ->
    [0] {""}
   *[other] { " " }For { $replaced } the network only let me replace the text.
    }{ $left ->
    [0] {""}
   *[other] { " " }{ $left } I could not remove.
    } What you wrote yourself you can delete in your app; there you delete the chat, too. If you write again, I will not know you.
erasure-told-place = Nobody is registered for **{ $municipality }** any more: the last person has erased their data. Please invite somebody, for example *invite contact { $municipality }*.
erasure-told-office = Nobody holds the role **{ $role }** any more: the last person has erased their data. Please invite somebody.
erased-person = N. N. (erased)

handover-title = Handover
handover-how = This is how you pass your role on: you get a code for one person. Whoever uses it has your role after that, and you do not have it any more. The history, open questions, tasks and a conversation of the municipality in progress go with it.
handover-ask-role = Which role do you hand over?
handover-role-unknown = You do not have this role: “{ $typed }”. Please choose one from the list.
handover-ask-after = Shall your data be erased as soon as somebody has taken the role over? If you hold another role, you stay registered in any case.
handover-after-unclear = Please answer “yes” (erase afterwards) or “no” (stay registered).
handover-then-erase = Yes, erase afterwards
handover-then-stay = No, stay registered
handover-code = Please pass this on to nobody but the person who takes over the role **{ $role }**. They write to me:

    `start { $code }`

    { $links }

    The code works once, until { $until }. Until then you keep the role; *handover take back* makes it invalid.
handover-code-erases = As soon as it is used I erase everything about you, as with *erase*.
handover-code-stays = As soon as it is used I will tell you. You stay registered.
handover-waits = You are handing over: **{ $role }**. The code is valid until { $until }; nobody has used it.
handover-take-back = Take back
handover-withdrawn = Taken back. The code is not valid any more, and you keep the role **{ $role }**.
handover-none = There is no handover under way. With *handover* you begin one.
handover-no-role = You hold no role at the moment that you could hand over. With *erase* you erase your data.
handover-own = This is your own code. Please pass it on to the person who takes over your role **{ $role }**. It is still valid.
handover-has-role = You hold the role **{ $role }** already. Please pass the code on to somebody who does not hold it yet. It is still valid.
handover-used = This code has been used; somebody has taken the role over. Please ask the person you have it from, or the coordination office.
handover-expired = This code has expired or was taken back. You can get a new one from the person you have it from, or from the coordination office.
handover-lapsed = The person you have this code from does not hold the role any more. Please contact the coordination office.
handover-talk = Your predecessor was in the middle of the conversation “{ $title }”. It goes on with you.
handover-carry-on = Carry on
handover-taken-erases = Your role **{ $role }** has been taken over.
handover-taken-stays = Your role **{ $role }** has been taken over. You do not hold it any more, but you stay registered. With *erase* you erase your data.
handover-taken-still = Your role **{ $role }** has been taken over. As you hold another role, nothing has been erased. With *erase* you erase your data.
handover-told = The role **{ $role }** has been handed over: it is in other hands now. There is nothing for you to do.
why-handover = You get this because somebody has taken the role you handed over.
language-de = German
language-en = English
