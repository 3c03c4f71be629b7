use super::Table;
use crate::replies::symbol::Symbol::*;

pub(super) const PHRASES: Table = &[
    (
        Yes,
        "yes|yea|yeah|yep|yup|ya|yeh|yess|yas|sure|sure thing|of course|ofc|you bet|gladly|affirmative|aye|yes sir|yes maam|yes please|sounds good|sounds great|works for me|that works|count me in|im in|i am in|im down|i accept|accept|accepted|i confirm|confirm|confirmed|deal|will do|no problem|no prob|no problems|not a problem|no worries|no issue|no doubt|np|no objection|why not|cant wait|i dont mind|dont mind|i wouldnt mind|wouldnt mind|with pleasure|happy to|i would love to|id love to|love to|perfect|great|awesome|bet|sign me up|put me down|book me|let me have it|mine|got you|gotcha|i got you|i got it|i got this",
    ),
    (YesOrAnd, "y"),
    (Stress, "absolutely|definitely|certainly|for sure|totally"),
    (
        Okay,
        "ok|okay|okey|okie|oky|okk|k|kk|kay|okie dokie|alright|all right|alrighty|good|fine|thats fine|it is fine|fine by me|10 4|right|correct|cool",
    ),
    (
        No,
        "no|nope|nah|naw|n|noo|nay|negative|no thanks|no thank you|no ty|no sorry|sorry no|sorry|my apologies|never|pass|ill pass|i pass|i will pass|hard pass|decline|i decline|declined|not interested|im not interested|no way|i dont think so|dont think so|not today|not tonight|not tomorrow|not this time|not this one|not really|maybe next time|another time|next time|some other time|rain check|skip me|no can do|hell no|i dont want it|dont want it|i dont want|dont want|do not want|i refuse|refuse|absolutely not|definitely not|certainly not|of course not|totally not",
    ),
    (
        Able,
        "i can|i could|can do|i can do|i can do it|i can take it|i can work|i can cover|i can make it|i can help|i will take|ill take|ill take it|i will take it|i take it|take it|i want it|i want|i would like|id like|ill do it|i will do it|ill do|i do it|ill cover|i will cover|ill be there|i will be there|i will|ill go|i will go|im available|i am available|am available|available|i am free|im free|im open|i am open|ill work|i will work|i got that|give it to me|ill accept|i will accept|happy to help|able|i am able|im able|willing|im willing|ready|im ready|will take it|can take it|can make it",
    ),
    (
        Unable,
        "cant|cannot|can not|i cant|i cannot|cant do|cant do it|cant take it|cant make it|cant work|cant cover|could not|couldnt|unable|im unable|i am unable|wont|will not|i wont|wont be able|wont make it|im busy|i am busy|busy|unavailable|im unavailable|not available|im not available|i am not available|not free|not able|not able to|im sick|i am sick|sick|feeling sick|not feeling well|dont feel well|do not feel well|have the flu|got covid|have covid|in the hospital|in the er|at the er|im off|i am off|its my day off|my day off|on vacation|out of town|already working|im working|i am working|i work|i have to work|already booked|im booked|already have a shift|have another client|with another client|have school|have class|have an appointment|have a doctor|no car|no ride|car broke down|my car broke|cant drive|dont have a ride|dont have a car|too far|its too far|cant get there|no babysitter|no childcare|have plans|other plans",
    ),
    (
        Not,
        "not|dont|do not|didnt|isnt|aint|arent|wasnt|nor|doesnt|wouldnt|not going to be|wont be",
    ),
    (
        Ask,
        "what|whats|what is|what time|what day|when|whens|when is|where|wheres|where is|who|whos|who is|which|how|hows|how much|how many|how long|how far|why|is it|is this|is that|is there|is she|is he|do you|do i|does|did|can you|could you|can i|could i|may i|are you|are there|would you|will there|will i|should i|do we|what about|how about|question|i have a question",
    ),
    (
        Until,
        "until|till|til|untill|up to|no later than|only until|for only|half of|part of|partially|the first half|the second half|cant until|cannot until|not until",
    ),
    (
        Beside,
        "after|before|from|starting at|start at|starting|ending|by|around|about|since|between",
    ),
    (At, "at"),
    (Meridiem, "am|pm|a m|p m|oclock|o clock|ish"),
    (Minutes, "min|mins|minute|minutes"),
    (Hours, "hr|hrs|hour|hours|h"),
    (
        Clock,
        "noon|midday|midnight|lunch|lunchtime|in the morning|in the afternoon|in the evening|mornings only|afternoons only|evenings only",
    ),
    (
        All,
        "all|all of them|all three|all four|all of it|every one|every one of them|everything|both|both of them|either|any of them|either one|any",
    ),
    (
        NoneOf,
        "none|none of them|neither|neither one|neither of them|not any|nothing|not any of them",
    ),
    (
        Except,
        "except|except for|but not|just not|apart from|besides|excluding|everything but|all but|anything but|any but",
    ),
    (
        Item(1),
        "first|1st|first one|the first|the first one|number one|one|option one|shift one|option a",
    ),
    (
        Item(2),
        "second|2nd|second one|the second|the second one|number two|two|option two|shift two|option b",
    ),
    (
        Item(3),
        "third|3rd|third one|the third|the third one|number three|three|option three|shift three|option c",
    ),
    (Item(4), "fourth|4th|the fourth|number four|four|option four"),
    (Item(5), "fifth|5th|the fifth|number five|five|option five"),
    (Day(0), "monday|mon|mondays"),
    (Day(1), "tuesday|tue|tues|tuesdays"),
    (Day(2), "wednesday|wed|weds|wednesdays"),
    (Day(3), "thursday|thu|thur|thurs|thursdays"),
    (Day(4), "friday|fri|fridays"),
    (Day(5), "saturday|sat|saturdays"),
    (Day(6), "sunday|sun|sundays"),
    (
        SomeDay,
        "today|tonight|tomorrow|tmrw|tmw|tmr|tomorow|this morning|this afternoon|this evening|tomorrow morning|tomorrow night|next week|this week|this weekend|the weekend",
    ),
    (
        Cancel,
        "cancel|cancell|cancelling|canceling|cancelled|canceled|cancellation|back out|drop",
    ),
    (
        Shift,
        "shift|shifts|visit|visits|that shift|the shift|this shift|the visit|that visit|assignment|it|that|this",
    ),
    (
        MyShift,
        "my shift|my shifts|my visit|my visits|my client|my schedule|my assignment|my appointment|my case",
    ),
    (
        CallOff,
        "call off|calling off|call out|calling out|calling in|call in sick|calling in sick|called off|callout|calloff|give up my shift|need someone to cover|someone to cover|find someone to cover|find a replacement|need coverage|cover my shift|cover for me|take me off the schedule|take me off my shift|take me off tomorrow|take me off the shift|remove me from the schedule|remove me from my shift|remove me from the shift",
    ),
    (
        Late,
        "running late|run late|im late|i am late|ill be late|i will be late|going to be late|gonna be late|be late|a little late|running behind|stuck in traffic|few minutes late|bit late",
    ),
    (LateWord, "late"),
    (
        OnTheWay,
        "on my way|omw|otw|on the way|heading there|headed there|heading over|almost there|be there in|be there soon|ill be there in|minutes away|min away|mins away|en route|leaving now",
    ),
    (
        Arrived,
        "im here|i am here|here|arrived|i arrived|ive arrived|i have arrived|just arrived|just got here|got here|clocked in|i clocked in|i did clock in|im clocked in|checked in|on site|im at the house|im at the client|at the clients house|i made it|im inside",
    ),
    (
        CallMe,
        "call me|please call me|pls call me|give me a call|call me back|can you call me|could you call me|call back|ring me|phone me|call me later|call me when you can",
    ),
    (
        Tentative,
        "maybe|mayb|perhaps|possibly|probably|might|i might|not sure|im not sure|unsure|let me check|let me see|lemme check|let me look|ill check|i will check|ill see|i will see|ill let you know|i will let you know|let you know|let me get back to you|get back to you|let me ask|let me think|ill think about it|i dont know|dont know|do not know|idk|depends|it depends|hold on|give me a minute|give me a sec|one moment|tbd|i hope|hopefully|i think",
    ),
    (If, "if|unless|as long as|provided|only if|depending on"),
    (
        WrongPerson,
        "wrong number|wrong person|not me|this is not me|you have the wrong|who is this|whos this|dont know you|i dont work there|i dont work for you|i dont work here|no longer work|dont work there anymore|i dont work there anymore",
    ),
    (
        StopText,
        "stop texting|stop texting me|stop messaging|stop messaging me|stop sending|stop sending me|stop contacting|stop contacting me|stop calling|stop calling me|quit texting|quit texting me|dont text|dont text me|do not text|do not text me|please dont text|dont message me|do not message me|dont contact|dont contact me|do not contact|do not contact me|never text me|never contact me|no more texts|no more messages|no more text messages|no texts|remove me|remove me from|remove my number|delete my number|take me off|take me off your list|take me off the list|take my number off|leave me alone|unsubscribe|unsubscribe me|opt me out|opt out|opting out|i want to opt out|lose my number|please stop|stop please|pls stop|stop pls|stop it|stop this|stop now|just stop|stop spamming|stop bothering me|i revoke|revoke my consent|withdraw my consent",
    ),
    (
        AllGood,
        "all good|all set|we are good|were good|good to go|looks good|everything looks good|everything is good|everythings good|all is good|all correct|no changes|no change|same schedule|schedule looks good|all confirmed|its all good",
    ),
    (
        Thanks,
        "thanks|thank you|thx|ty|tysm|thank u|thanks so much|thank you so much|thanks for letting me know|appreciate it|i appreciate it|much appreciated|youre welcome|welcome|god bless|bless you|have a good day|have a great day|have a nice day|have a good one|take care|sorry for the delay|sorry for the late reply|sorry just saw this|sorry for late reply",
    ),
    (
        Greeting,
        "hi|hello|hey|good morning|good afternoon|good evening|morning|howdy|hi there|hey there|good day",
    ),
    (
        Reaction,
        "liked|loved|laughed at|emphasized|emphasised|disliked|questioned|reacted|removed a like from|removed a heart from|removed a laugh from|removed a dislike from|removed an exclamation from|removed a question mark from|removed an emphasis from|removed a reaction from|liked an image|loved an image",
    ),
    (
        Filler,
        "please|pls|plz|sir|maam|mam|maim|miss|ms|mr|mrs|boss|lol|haha|um|uh|oh|so|well|just|only|the|a|an|to|for|on|of|i|im|ill|id|ive|me|my|you|be|do|is|am sorry|will|also|too|option|number|shift number|actually|really|very|very much|much|then|there|would|like to|want to|have to|with|in|absolutely would|honestly|unfortunately|currently|ma am|hun|dear|reply|answer|my answer is|that day|those|these|them|its|work|working|do it|take",
    ),
    (And, "and|n then|plus"),
    (But, "but|however|though|although"),
];
