package main

// phrase is what can be said about a topic.
type phrase struct {
	sets     []titleSet
	once     []string // titles that stand alone
	hooks    []string // %s is the title
	bodies   []string // see fitting
	requests []string
	tags     []string
	emoji    []string
}

// titleSet combines every subject with every frame.
type titleSet struct{ subjects, frames []string }

var everyTag = []string{"#coffee", "#specialtycoffee", "#harbourandbean", "#roastery", "#bristolcoffee", "#coffeelovers", "#smallbatch", "#ukcoffee"}

// requests close a caption, by format.
var requests = map[string][]string{
	"IG reel":     {"Watch to the end.", "Sound on 🔊", "Send this to the person who makes the coffee."},
	"IG carousel": {"Swipe for the rest →", "The important part is on the last card.", "Save this for Saturday."},
	"IG image":    {"Link in bio.", "Details behind the link.", "More in the journal, link in bio."},
}

var phrases = map[string]phrase{
	"brewing": {
		sets: []titleSet{{
			subjects: []string{"V60", "AeroPress", "Cafetière", "Moka pot", "Chemex", "Cold brew", "Espresso", "Flat white", "Iced latte", "Decaf filter", "Clever dripper", "Batch brew", "Cortado"},
			frames: []string{"%s, three ways", "%s for two", "%s, step by step", "%s: why it tastes bitter", "%s: why it tastes sour", "%s: water first", "%s in under five minutes",
				"%s, no scales", "%s: our recipe", "%s on a Monday", "%s: the grind", "%s with hard water"},
		}},
		once:     []string{"Latte art fails", "Rinse the paper, or not", "The bloom, explained", "What a scale is for", "Your kettle is too hot", "One bean, five grinds", "How fresh is too fresh", "Frozen beans: a taste test"},
		hooks:    []string{"%s.", "%s. Slower than you think, easier than it looks.", "You asked for it: %s.", "%s. We tried it forty times so that you need not.", "The short version of a long argument in our kitchen.", "%s, from the bar this morning.", "Nobody tells you this about your morning cup."},
		bodies:   []string{"V60|15 g in, 250 g out, three minutes.", "Batch brew|60 g a litre, and warm the jug.", "AeroPress|15 g, 220 g of water, press before two minutes are over.", "Espresso|18 g in, 36 g out, and never mind the clock until it tastes right.", "Cold brew|80 g to the litre, cold water, sixteen hours in the fridge.", "Flat white|A double, and less milk than you think.", "Start coarser than you dare and go finer by one click a day.", "!Cold brew|Water just off the boil; if it hisses, wait.", "Taste it at one minute, at three, and when it is almost cold.", "If it is thin, it wanted longer. If it is dry, it wanted less.", "We use the Breakwater Filter here, but any washed coffee will do.", "Swirl once. Put the spoon away.", "!Espresso|The filter paper goes on the compost, the grounds go on the roses.", "Our test: two cups, one change, no talking until both are empty.", "No gadget needed, only a jug and some patience."},
		requests: []string{"Save it for the weekend.", "Tell us your ratio below.", "Which one would you drink?", "The full recipe is behind the link."},
		tags:     []string{"#homebarista", "#brewguide", "#filtercoffee", "#v60", "#aeropress", "#coffeerecipe", "#pourover"},
		emoji:    []string{"☕", "💧", "⏱️", "🫖", "👌"},
	},
	"origin": {
		sets: []titleSet{{
			subjects: []string{"Huila, Colombia", "Yirgacheffe, Ethiopia", "Nyeri, Kenya", "Kayanza, Burundi", "Tarrazú, Costa Rica", "Huehuetenango, Guatemala", "Cerrado, Brazil", "Gayo, Sumatra", "Nyamasheke, Rwanda", "Cajamarca, Peru", "Matagalpa, Nicaragua"},
			frames:   []string{"%s: what it tastes of", "A washed lot from %s", "A natural lot from %s", "Who grows it: %s", "First cup: %s", "%s, from cherry to bag", "Why we bought again: %s", "A letter from %s", "On the table: %s", "%s: what we paid"},
		}},
		once:     []string{"What a farm gate price is", "Landed: the spring ship", "Forty cups before breakfast", "Reading a green sheet"},
		hooks:    []string{"%s.", "%s. The sacks came up the quay this morning.", "New on the cupping table.", "%s, and why we keep going back.", "Red apple, brown sugar, and something we are still arguing about.", "The price is on the bag, and this is where it goes."},
		bodies:   []string{"Grown at 1,850 metres, picked in three passes.", "Washed, then eleven days on raised beds.", "The natural lot is wilder: blueberry when hot, wine when cold.", "We paid above the exchange price and printed the figure on the bag.", "Sixty families bring their cherries to this one station.", "It rained at the wrong time; the harvest is small and very good.", "We cupped nineteen lots and kept two.", "It will be on the bar until it is gone, about six weeks.", "Drink it as a filter first, then try what milk does to it."},
		requests: []string{"What do you taste?", "Ask the buyer anything below.", "It is in the shop from Thursday.", "Swipe for the farm.", "The full price sheet is behind the link."},
		tags:     []string{"#singleorigin", "#greencoffee", "#directtrade", "#cupping", "#coffeefarm", "#traceable"},
		emoji:    []string{"🌱", "🌍", "🍒", "⛰️", "🚢"},
	},
	"shop": {
		sets: []titleSet{{
			subjects: []string{"Subscription", "Gift box", "Harbour Espresso", "Breakwater Filter", "Night Ferry Decaf", "Hand grinder", "Enamel mug", "Tasting set", "Cold brew kit", "Starter kit", "Christmas box", "Filter papers"},
			frames:   []string{"%s drop", "%s: back in stock", "%s: what is inside", "%s: the last twenty", "%s: a new look", "%s: three questions", "%s, packed this morning", "%s: large or small", "%s, postage on us", "%s: who it is for"},
		}},
		once:     []string{"New bag design", "Last post before the holiday", "Refill day", "Seconds shelf: odd bags, same coffee", "The January clear-out"},
		hooks:    []string{"%s.", "%s. Roasted Tuesday, posted Wednesday.", "Back on the shelf, and not for long.", "You kept asking, so here it is.", "%s. The label is new, the coffee is not.", "Packed this morning, with you by Friday."},
		bodies:   []string{"Subscription|Two bags a month, pause whenever you like.", "Gift box|Two bags, a card, and room for your own words.", "Gift box|Leaves here wrapped; you only need to know the address.", "Hand grinder|Steel burrs, forty clicks, no cable.", "Enamel mug|Chips if you drop it, and looks better for it.", "Night Ferry|All of the cup, none of the night awake.", "Harbour Espresso|Chocolate, hazelnut, and enough of both to stand up to milk.", "Breakwater|Clean, sweet, and gone by Thursday.", "Starter kit|Dripper, papers, a bag and a card; bring your own kettle.", "We roast to order, so nothing sits.", "Tasting set|Four coffees of 100 g each and a card that says what to look for.", "Postage is on us above £25.", "The box is paper, the tape is paper, the filling is yesterday's paper.", "Espresso|Whole bean or ground; tell us what you brew with.", "Filter|Whole bean or ground; tell us what you brew with.", "The last batch went in two days.", "Subscription|It fits through the letterbox; we measured yours, in a way.", "If you do not like it, we send another, and drink the first ourselves."},
		requests: []string{"Link in bio.", "In the shop now.", "Sign up on the page and we tell you when it lands.", "Order by Tuesday for this week's roast."},
		tags:     []string{"#coffeesubscription", "#coffeegifts", "#newin", "#freshlyroasted", "#shopsmall", "#coffeetime"},
		emoji:    []string{"📦", "🎁", "🛒", "✨", "📮"},
	},
	"people": {
		sets: []titleSet{{
			subjects: []string{"the roaster", "the night packer", "our baristas", "the van driver", "the cupping team", "our first customer", "the sign painter", "the apprentice", "the Saturday crew", "the buyer", "the machine fitter", "the baker next door"},
			frames:   []string{"meet %s", "five minutes with %s", "a morning with %s", "at home with %s", "one question for %s", "a playlist by %s", "%s, off duty"},
		}},
		once:     []string{"Ten years on the quay", "Dog of the week", "The first frost at the bar door", "Open day, in pictures", "What the regulars order", "Closing time"},
		hooks:    []string{"%s.", "%s. No script, one take.", "The people behind your cup.", "Six in the morning, lights on, kettle on.", "We asked one question and got twelve answers.", "%s, as told over the second coffee."},
		bodies:   []string{"roaster|Started on the till, now runs the Probat.", "Drinks tea at home. We have forgiven it.", "Knows every regular by order, not by name.", "The first batch is never for sale; it is for us.", "apprentice|Learned to roast on a popcorn machine in a shed.", "Best part of the day: the smell at first crack. Worst: the sacks.", "Saturday|Has not missed a Saturday since we opened.", "van driver|Two hundred parcels before the school run.", "buyer|Home for three weeks, then Kigali.", "sign painter|No stencil, no tape, one breath a letter.", "We asked for five minutes and stayed for an hour.", "The kettle is never off in here.", "Says the secret is to clean the machine. It is always to clean the machine."},
		requests: []string{"Say hello below.", "Come by and meet us.", "Who should we ask next?", "Tag your favourite barista."},
		tags:     []string{"#behindthescenes", "#meettheteam", "#baristalife", "#coffeepeople", "#roasterylife"},
		emoji:    []string{"👋", "🧡", "🐕", "📸", "🎶"},
	},
	"giveaway": {
		sets: []titleSet{{
			subjects: []string{"Grinder", "Mug", "Year of coffee", "Tasting set", "Brew kit", "Gift box", "Tote bag", "Workshop seat", "Moka pot"},
			frames:   []string{"%s giveaway", "%s giveaway: last day", "%s prize draw", "Win it: %s"},
		}},
		once:     []string{"Guess the weight of the sack", "Caption this", "Name our new blend"},
		hooks:    []string{"%s!", "%s. Three winners, no catch.", "We have one too many. It could be yours.", "It is that time again: %s.", "Free coffee, one comment away."},
		bodies:   []string{"Follow us, tag a friend, done.", "One entry a person, UK only, drawn on Sunday.", "Tell us your order in the comments and you are in.", "Last time the winner was four streets away and collected it on a bike.", "No purchase needed. The draw is filmed."},
		requests: []string{"Tag someone who still drinks instant.", "Good luck!", "Winner announced in stories."},
		tags:     []string{"#win", "#competition", "#giveawayuk", "#freebie", "#prizedraw"},
		emoji:    []string{"🎉", "🎁", "🍀", "🙌"},
	},
}
