// Made from openapi.json by `npm run client`: change the service, not this file.

export interface paths {
    "/v1/admin/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All keys, without their secrets */
        get: operations["listKeys"];
        put?: never;
        /** Makes a key; its text is shown this once */
        post: operations["createKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/api-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One key, without its secret */
        get: operations["showKey"];
        put?: never;
        post?: never;
        /** Revokes a key: it stops working within a second, everywhere */
        delete: operations["revokeKey"];
        options?: never;
        head?: never;
        /**
         * Changes what a key is called, how often and from where it may be used, and when it ends
         * @description What is not named stays. Every process knows within a second.
         */
        patch: operations["changeKey"];
        trace?: never;
    };
    "/v1/admin/api-keys/{id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Makes a key that may do the same, shown this once; the old one ends when the overlap is over
         * @description A key with an expiry gets a successor that lives as long as it was made to live.
         */
        post: operations["rotateKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who changed what, the newest first
         * @description Every request to a call for `write` or `admin` that is not a GET and got past the keys, whatever came of it, and every change of a key at the command line.
         */
        get: operations["listAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who asks, and what they may do
         * @description Of a session with its `csrf_token`, of a key without.
         */
        get: operations["showSession"];
        put?: never;
        /**
         * Gives a browser a cookie for a key, so that no page has to keep the key
         * @description The cookie is out of reach of scripts and of other sites. A session can do what its key can, and ends when the key ends.
         */
        post: operations["openSession"];
        /** Ends the session, and has the browser forget it */
        delete: operations["closeSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How much the key that asks has asked, by day, and how much it may ask
         * @description What other processes have answered is in it after 10 seconds at the latest.
         */
        get: operations["getUsage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How much every key has asked, by day and call, the newest day first
         * @description What other processes have answered is in it after 10 seconds at the latest.
         */
        get: operations["listUsage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cost-profiles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What selling costs by channel, and how much a card has to rise to earn it back */
        get: operations["listCostProfiles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/net-proceeds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is left of a sale at a price, and what takes the rest */
        get: operations["getNetProceeds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cards/{card_id}/advice": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Cheap for your collection, worth a flip, wait before selling: net of your costs
         * @description The signal of the day is at `POST /v1/predictions`; this is what one card means for your own channel, costs and horizon.
         */
        get: operations["getAdvice"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/games": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The markets we watch */
        get: operations["listGames"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cards": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Finds cards, page by page */
        get: operations["listCards"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cards/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Finds cards as somebody types, the best fits first
         * @description Every word has to be in name, number, set or id, whatever its accents and case. A card that is new can be found within two minutes.
         */
        get: operations["searchCards"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cards/{card_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One card with its latest price and signal */
        get: operations["getCard"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cards/{card_id}/prices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was observed of one card, by day; at most 3660 days */
        get: operations["listPrices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cards/{card_id}/predictions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What we said of one card over time, as we said it; at most 3660 days */
        get: operations["listPredictions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cards/{card_id}/outcomes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What became of the signals of one card; at most 3660 days
         * @description A signal is judged 7, 14 and 30 days after its day, by the last price observed until then. Signals that are younger are not in it.
         */
        get: operations["listOutcomes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cards/{card_id}/explanation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What moved the estimate of a card, how such estimates did, and what would change it */
        get: operations["getExplanation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reports/wrong-card": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reports that a price is that of another card
         * @description Prices of this source are held back for the card at once, until a person has looked; the last verified price stands. A match that a person released in the last 30 days takes reports of two keys. The same report again changes nothing.
         */
        post: operations["reportWrongCard"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/wrong-card-reports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Reports of wrong cards, the oldest first */
        get: operations["listWrongCardReports"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/wrong-card-reports/{id}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The match is right: its prices are taken again; closes every open report about it */
        post: operations["releaseWrongCardReport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/wrong-card-reports/{id}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The match is wrong: no price it brought speaks for the card any more; closes every open report about it */
        post: operations["confirmWrongCardReport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/unmatched": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Products of sources that match no card */
        get: operations["listUnmatched"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/unmatched/{id}/match": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says which card a product is: its prices are taken from the next collection on */
        post: operations["matchProduct"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/predictions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What we say of one card: signal, fair value, confidence */
        post: operations["createPrediction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cards/{card_id}/prediction": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The same by GET: what we say of one card on the last evaluated day */
        get: operations["getPrediction"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/predictions/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The same for up to 500 cards; one that has no answer does not stop the others
         * @description A line for each item to who accepts `application/x-ndjson`. Every ten items begun count as one request.
         */
        post: operations["createPredictionBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/signals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All signals of a game on one day, page by page */
        get: operations["listSignals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/predict_signal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Signal, fair value, market price, difference in percent and confidence of one card */
        post: operations["predictSignal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/batch_predict": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The same for up to 500 cards; one that has no answer does not stop the others
         * @description Every ten cards begun count as one request.
         */
        post: operations["batchPredict"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Registered models */
        get: operations["listModels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/promotions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which model was champion (or challenger, or shadow), since when, by whom and why */
        get: operations["listPromotions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One model with its gate checks and out-of-sample report */
        get: operations["getModel"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/models/promote": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes a model the champion of its game */
        post: operations["promoteModel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/models/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives the place back to the champion before this one; again, to the one before that */
        post: operations["rollBackModel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/models/aliases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes a model challenger or shadow of its game, or ends that */
        post: operations["moveAlias"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/experiments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Experiments between two models */
        get: operations["listExperiments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/experiments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One experiment with every look at it */
        get: operations["getExperiment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/experiments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begins an experiment in shadow: both models are estimated daily, only A is seen */
        post: operations["createExperiment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/experiments/{id}/serve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lets the cards of arm B rest on model B */
        post: operations["serveExperiment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/experiments/{id}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends an experiment without a decision; all cards rest on the champion */
        post: operations["stopExperiment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/drift": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether the market has moved away from what the champion was trained on
         * @description Per day: inputs, predictions and skill beside what was trained on and promised, and the trainings asked for because of that. Null is "not known", and says why.
         */
        get: operations["getDrift"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{id}/card": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What to know of a model: data, features, parameters, evidence, limits
         * @description As JSON; as a page to read where `Accept` asks for text/markdown.
         */
        get: operations["getModelCard"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{id}/track-record": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How the fair values of one model turned out, beside the last price, month by month */
        get: operations["getModelTrackRecord"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/market": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How a market moved: its index, sets, largest moves, how many cards rose or fell, and its signals
         * @description The index is chained weekly from the trimmed mean of the log returns of all cards with a price of at least one whole unit on both days. Cards that come or go do not move it.
         */
        get: operations["getMarket"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/today": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The strongest signals of the last evaluated day, with the card, and net of your costs */
        get: operations["listToday"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/track-record": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How past signals turned out, beside the base rate */
        get: operations["getTrackRecord"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/track-record/predictions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How past fair values turned out, beside the last price, month by month */
        get: operations["getPredictionTrackRecord"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/collection/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everything somebody has here, to take away */
        get: operations["exportCollection"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/collection/mypricing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A TCGplayer MyPricing list back with suggested prices, and why
         * @description The fair value where a model made one, kept between floor and ceiling; else the market price. Rows of graded or played cards, of stale prices and of cards that are not known here keep their price. Nothing is stored.
         */
        post: operations["suggestPrices"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/collection/holdings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What somebody has, lot by lot, with what it is worth */
        get: operations["listHoldings"];
        put?: never;
        /** Adds a lot: cards of one kind that were got together */
        post: operations["addHolding"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/collection/holdings/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Removes a lot, as if it had never been there
         * @description What was sold of it then counts as never bought.
         */
        delete: operations["removeHolding"];
        options?: never;
        head?: never;
        /**
         * Changes a lot
         * @description What is not named stays.
         */
        patch: operations["changeHolding"];
        trace?: never;
    };
    "/v1/collection/sales": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was sold, of which lots, first in, first out, and at what profit */
        get: operations["listSales"];
        put?: never;
        /** Writes down a sale */
        post: operations["addSale"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/collection/sales/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Removes a sale */
        delete: operations["removeSale"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/collection/value": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the collection is worth: optimistic, conservative, unrealised and realised profit, by set */
        get: operations["getCollectionValue"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/collection/imports/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What taking a list in would do, row by row; nothing is stored */
        post: operations["previewImport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/collection/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes a list in: good rows become lots, bad ones wait in the tray
         * @description The same list again changes nothing; with another quantity in a row, that lot gets it. Lists of TCGplayer MyPricing, Collectr, Dragon Shield (web and app), PokéCollector and our own export are known by their columns; others come with a mapping.
         */
        post: operations["importList"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/collection/tray": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Rows of lists that wait until somebody says what they are */
        get: operations["listTray"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/collection/tray/{id}/fix": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says which card a row is, and what its list did not: it becomes a lot */
        post: operations["fixTrayRow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/collection/tray/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Throws a row of the tray away */
        delete: operations["dismissTrayRow"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/collection/watchlist": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Cards somebody keeps an eye on */
        get: operations["listWatched"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/collection/watchlist/{card_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Watches a card, or changes what is said of it */
        put: operations["watchCard"];
        post?: never;
        /** Watches a card no longer */
        delete: operations["unwatchCard"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/alert-channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All alert channels, without their secrets */
        get: operations["listAlertChannels"];
        put?: never;
        /** Adds a channel */
        post: operations["createAlertChannel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/alert-channels/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Deletes a channel and its secrets; its receipts stay */
        delete: operations["deleteAlertChannel"];
        options?: never;
        head?: never;
        /**
         * Gives a channel another name or target, or other events
         * @description A channel that needed to be reconnected is active again with its new target.
         */
        patch: operations["updateAlertChannel"];
        trace?: never;
    };
    "/v1/alert-channels/{id}/mute": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Mutes a channel, until an instant or until it is unmuted */
        post: operations["muteAlertChannel"];
        /** Unmutes a channel */
        delete: operations["unmuteAlertChannel"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/alert-channels/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sends a test message for real and answers the receipt
         * @description One attempt, muted or not. `state` is `delivered` or `failed`; a test that arrives makes a channel active that needed to be reconnected.
         */
        post: operations["testAlertChannel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Alerts, newest first */
        get: operations["listAlerts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/alert-deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was sent, what came back, and what failed, newest first, page by page */
        get: operations["listAlertDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/alert-deliveries/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sends a message again
         * @description The same body and id to the same channel, with the time and signature of now: a new delivery, whose `replay_of` is the first one. Answers at once; a worker sends it.
         */
        post: operations["replayAlertDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/alert-mutes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Keys nothing is said about for a while */
        get: operations["listAlertMutes"];
        put?: never;
        /**
         * Says nothing about some keys until an instant
         * @description Alerts are recorded all the same; their deliveries end as `skipped_muted`.
         */
        post: operations["muteAlertKeys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/alert-mutes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Ends a mute */
        delete: operations["unmuteAlertKeys"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/my/alert-channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where you are told what your rules find, without the secrets */
        get: operations["listMyAlertChannels"];
        put?: never;
        /** Adds a channel of yours */
        post: operations["createMyAlertChannel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/my/alert-channels/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Deletes a channel of yours and its secrets */
        delete: operations["deleteMyAlertChannel"];
        options?: never;
        head?: never;
        /**
         * Gives a channel of yours another name, target or hours
         * @description What is not named stays; null for a time means none. A channel whose digests end gets what still waits for one at once.
         */
        patch: operations["updateMyAlertChannel"];
        trace?: never;
    };
    "/v1/my/alert-channels/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sends you a test message for real and answers the receipt
         * @description One attempt, whatever the hour. `state` is `delivered` or `failed`.
         */
        post: operations["testMyAlertChannel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/my/alert-rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What you wait for, the last one first */
        get: operations["listAlertRules"];
        put?: never;
        /**
         * Waits for something: a price, a move, a gap to the fair value, a signal, a spike, a price that grows old
         * @description Looked at after each day that is evaluated. It fires when a card begins to do what is waited for, also where it does so already, and is armed anew when the card stops. `price_below` and `price_above` need `price_minor`; `rise` and `fall` need `ratio` and may say `days` (7); `under_fair_value` and `over_fair_value` need `ratio` and may say `min_confidence`; `signal` needs `signals`; `stale` needs `days`; `target_price` is of scope `watchlist`.
         */
        post: operations["createAlertRule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/my/alert-rules/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Waits for it no longer; what it found stays */
        delete: operations["deleteAlertRule"];
        options?: never;
        head?: never;
        /**
         * Pauses a rule, arms it anew, or changes its note
         * @description One that is made `active` is armed anew: it fires again for whatever does what it waits for.
         */
        patch: operations["updateAlertRule"];
        trace?: never;
    };
    "/v1/my/alert-findings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What your rules found, newest first, and whether you were told */
        get: operations["listAlertFindings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The latest pipeline runs */
        get: operations["listRuns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{run_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One run with every attempt of every stage */
        get: operations["getRun"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/sources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The live sources of prices and how they stand
         * @description In order of trust. Credits are those of all processes together; the circuit is that of the process that answers.
         */
        get: operations["listSources"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/signals/{signal_id}/lineage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a signal was made from, down to the bytes of its prices and the code that read them */
        get: operations["getLineage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/quality": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was expected of the prices of a market day, and what was found
         * @description By source, as it was last evaluated, with the prices that are in quarantine.
         */
        get: operations["getQuality"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{run_id}/quality": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a run found in the prices it worked on */
        get: operations["getRunQuality"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/price-flags/{id}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Says that a flagged price is true after all
         * @description A price in quarantine is read again from now on, and is not flagged again for that day; run the day once more to compute from it. The name of the key is recorded.
         */
        post: operations["releasePrice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/pipeline/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run the daily pipeline for a day
         * @description Answers at once; a worker runs it. A day that runs already is joined, one whose inputs have not changed stands.
         */
        post: operations["startRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/retrain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Train all models of a game now
         * @description Runs the day with training; candidates go through the gate as always.
         */
        post: operations["retrain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/runs/{run_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a running run
         * @description No further stage begins, and what the running one still answers is not heard. Cancelling again changes nothing.
         */
        post: operations["cancelRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/runs/{run_id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run a day again from one stage on
         * @description A new run takes over the reports and inputs of the stages before, from a run that failed, was cancelled or succeeded, and runs the rest. Answers at once; a worker runs it.
         */
        post: operations["retryRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/schedules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** When pipelines run by themselves, and how that goes */
        get: operations["listSchedules"];
        put?: never;
        /** Make a schedule */
        post: operations["createSchedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/schedules/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One schedule; a deleted one too */
        get: operations["getSchedule"];
        put?: never;
        post?: never;
        /** Delete a schedule; its fires stay to be read */
        delete: operations["deleteSchedule"];
        options?: never;
        head?: never;
        /**
         * Change a schedule
         * @description What is not named stays. After a change of cron or time zone its times count from now on.
         */
        patch: operations["editSchedule"];
        trace?: never;
    };
    "/v1/schedules/{id}/fires": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The fires of a schedule, newest first; of a deleted one too */
        get: operations["listFires"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/schedules/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let a schedule rest */
        post: operations["pauseSchedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/schedules/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let a schedule fire again
         * @description The times since the pause count as missed: `missed_policy` says what becomes of them.
         */
        post: operations["resumeSchedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/schedules/{id}/run-now": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Fire a schedule out of turn, a paused one too
         * @description Answers at once; a worker takes it up within ten seconds. The fires of the schedule show what became of it.
         */
        post: operations["runScheduleNow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/backfill": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run past days of a game, oldest first
         * @description For games of imported files and of sources with history. Answers at once; a worker runs the days, and goes on where another was stopped.
         */
        post: operations["startBackfill"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/tracking": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What MLflow and DVC have been told, and what not
         * @description Events that were refused come first, with what was answered; then those that wait.
         */
        get: operations["trackingStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/tracking/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send again what MLflow or DVC refused
         * @description Answers at once; a worker sends. What waits after an error is tried now, too.
         */
        post: operations["replayTracking"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/livez": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the process answers; a database that is down is no reason to restart it */
        get: operations["live"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether requests can be answered: 503 while the database is away or not migrated, and before the process stops */
        get: operations["ready"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/startupz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the process has started: as /readyz, for a startup probe */
        get: operations["started"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        FieldProblem: {
            /**
             * @example body
             * @enum {string}
             */
            in: "body" | "query" | "path";
            /**
             * @description JSON pointer into the body, or to the parameter
             * @example #/items/3/card_id
             */
            pointer: string;
            /**
             * @description Field, value and what is accepted
             * @example card_id: got 42; card_id must be a string
             */
            detail: string;
            /**
             * @example invalid
             * @enum {string}
             */
            code: "required" | "unknown_field" | "invalid";
        };
        Problem: {
            /**
             * @description Names the kind of problem; the same for every occurrence
             * @example urn:pokewatch:problem:unknown_card
             */
            type: string;
            /**
             * @description The code as words
             * @example Unknown card
             */
            title: string;
            /** @example 404 */
            status: number;
            /** @example There is no card "base1-999|Holofoil". */
            detail: string;
            /**
             * @description The request this is about
             * @example urn:pokewatch:request:req-8
             */
            instance: string;
            /**
             * @description Stable code to switch on
             * @example unknown_card
             */
            code: string;
            errors?: components["schemas"]["FieldProblem"][];
            /**
             * @description Card ids that may have been meant
             * @example [
             *       "base1-4|Holofoil"
             *     ]
             */
            suggestions?: string[];
            /**
             * @description Of `rate_limited`: the policies that were exceeded
             * @example [
             *       "requests"
             *     ]
             */
            "violated-policies"?: string[];
            /**
             * @description Of `not_ready`: each check and how it stands
             * @example {
             *       "database": {
             *         "status": "down",
             *         "message": "cannot be reached"
             *       }
             *     }
             */
            checks?: {
                [key: string]: unknown;
            };
        };
        KeyAnswer: {
            /** @example 1 */
            id: number;
            /** @example price board in the shop */
            name: string;
            /**
             * @description Whose key it is
             * @example a_Ab3dEf9h
             */
            account: string;
            /**
             * @description The public part of the key
             * @example Ab3dEf9h
             */
            prefix: string;
            /**
             * @example [
             *       "read"
             *     ]
             */
            scopes: ("read" | "write" | "admin")[];
            /**
             * Format: date-time
             * @example 2025-06-30T21:30:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @example null
             */
            expires_at: string | null;
            /**
             * Format: date-time
             * @example null
             */
            revoked_at: string | null;
            /**
             * Format: date-time
             * @description To the minute
             * @example 2025-06-30T21:30:00.000Z
             */
            last_used_at: string | null;
            /**
             * @description null: as the server lets everybody
             * @example 600
             */
            requests_per_minute: number | null;
            /**
             * @description null: as the server lets everybody
             * @example null
             */
            requests_per_day: number | null;
            /**
             * @description None: it may be used from everywhere
             * @example [
             *       "203.0.113.0/24"
             *     ]
             */
            allowed_networks: string[];
            /**
             * @description The key it takes the place of
             * @example null
             */
            replaces: number | null;
        };
        KeyListAnswer: {
            items: components["schemas"]["KeyAnswer"][];
        };
        NewKeyAnswer: {
            /** @example 1 */
            id: number;
            /** @example price board in the shop */
            name: string;
            /**
             * @description Whose key it is
             * @example a_Ab3dEf9h
             */
            account: string;
            /**
             * @description The public part of the key
             * @example Ab3dEf9h
             */
            prefix: string;
            /**
             * @example [
             *       "read"
             *     ]
             */
            scopes: ("read" | "write" | "admin")[];
            /**
             * Format: date-time
             * @example 2025-06-30T21:30:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @example null
             */
            expires_at: string | null;
            /**
             * Format: date-time
             * @example null
             */
            revoked_at: string | null;
            /**
             * Format: date-time
             * @description To the minute
             * @example 2025-06-30T21:30:00.000Z
             */
            last_used_at: string | null;
            /**
             * @description null: as the server lets everybody
             * @example 600
             */
            requests_per_minute: number | null;
            /**
             * @description null: as the server lets everybody
             * @example null
             */
            requests_per_day: number | null;
            /**
             * @description None: it may be used from everywhere
             * @example [
             *       "203.0.113.0/24"
             *     ]
             */
            allowed_networks: string[];
            /**
             * @description The key it takes the place of
             * @example null
             */
            replaces: number | null;
            /**
             * @description The key itself. It is shown this once and kept nowhere
             * @example pw_Ab3dEf9h_…
             */
            key: string;
        };
        CreateKeyRequest: {
            /**
             * @description Requests in a minute. null: as the server lets everybody
             * @example 600
             */
            requests_per_minute?: number | null;
            /**
             * @description Requests in a day (UTC). null: as the server lets everybody
             * @example 50000
             */
            requests_per_day?: number | null;
            /**
             * @description Networks it may be used from (CIDR, or single addresses). None: from everywhere
             * @example [
             *       "203.0.113.0/24",
             *       "2001:db8::/32"
             *     ]
             */
            allowed_networks?: string[];
            /**
             * Format: date-time
             * @description null: never
             * @example 2030-01-01T00:00:00Z
             */
            expires_at?: string | null;
            /** @example price board in the shop */
            name: string;
            /**
             * @description Whose key it is: keys of one account see the same collection and alert rules. Not said: a new account
             * @example misty
             */
            account?: string;
            /**
             * @example [
             *       "read"
             *     ]
             */
            scopes: ("read" | "write" | "admin")[];
        };
        ChangeKeyRequest: {
            /**
             * @description Requests in a minute. null: as the server lets everybody
             * @example 600
             */
            requests_per_minute?: number | null;
            /**
             * @description Requests in a day (UTC). null: as the server lets everybody
             * @example 50000
             */
            requests_per_day?: number | null;
            /**
             * @description Networks it may be used from (CIDR, or single addresses). None: from everywhere
             * @example [
             *       "203.0.113.0/24",
             *       "2001:db8::/32"
             *     ]
             */
            allowed_networks?: string[];
            /**
             * Format: date-time
             * @description null: never
             * @example 2030-01-01T00:00:00Z
             */
            expires_at?: string | null;
            /** @example price board in the shop */
            name?: string;
        };
        RotateKeyRequest: {
            /**
             * @description Hours the old key goes on beside the new one
             * @default 24
             * @example 24
             */
            overlap_hours?: number;
        };
        AuditActor: {
            /**
             * @description null for the command line
             * @example 2
             */
            key_id: number | null;
            /**
             * @description The public part of the key, or cli
             * @example Ab3dEf9h
             */
            prefix: string;
            /**
             * @description What the key was called then, or whose command line it was
             * @example operations
             */
            name: string;
        };
        AuditEntryAnswer: {
            /** @example 151 */
            id: number;
            /**
             * Format: date-time
             * @example 2025-06-30T21:30:00.000Z
             */
            at: string;
            actor: components["schemas"]["AuditActor"];
            /** @example 203.0.113.9 */
            address: string | null;
            /** @example 6f1c1e0e-2c1f-4c67-9d5b-0e8f7a3d2b1c */
            request_id: string | null;
            /**
             * @description The operationId of the call
             * @example createKey
             */
            operation: string;
            /** @example POST */
            method: string | null;
            /** @example /v1/admin/api-keys */
            path: string | null;
            /**
             * @description What was answered
             * @example 201
             */
            status: number | null;
            /**
             * @description What was sent, as JSON without secrets, cut off at 2 kB
             * @example {"name":"board","scopes":["read"]}
             */
            body: string | null;
        };
        AuditListAnswer: {
            items: components["schemas"]["AuditEntryAnswer"][];
            /**
             * @description null on the last page
             * @example 101
             */
            next_cursor: string | null;
        };
        SessionAnswer: {
            /**
             * @description Whose collection, watchlist and alert rules are seen
             * @example home
             */
            account: string;
            /**
             * @description What the key is called
             * @example first admin key
             */
            key_name: string;
            /**
             * @example [
             *       "read"
             *     ]
             */
            scopes: ("read" | "write" | "admin")[];
            /**
             * @description What to send as `X-CSRF-Token` with every call of the session that is no GET. null: the call showed a key, and needs none
             * @example null
             */
            csrf_token: string | null;
            /**
             * Format: date-time
             * @description When the session, or the key, ends; null: never
             * @example null
             */
            expires_at: string | null;
        };
        SessionClosedAnswer: {
            /** @example true */
            is_closed: boolean;
        };
        UsageOfDay: {
            /**
             * Format: date
             * @example 2025-06-30
             */
            day: string;
            /**
             * @description All that were answered, refusals and errors among them
             * @example 1250
             */
            requests: number;
            /**
             * @description Items of batches
             * @example 4000
             */
            items: number;
            /**
             * @description Answered with 429
             * @example 3
             */
            refused: number;
            /**
             * @description Answered with 5xx
             * @example 0
             */
            errors: number;
        };
        OwnUsageAnswer: {
            /** @example price board in the shop */
            name: string;
            /**
             * @description The public part of the key
             * @example Ab3dEf9h
             */
            prefix: string;
            /**
             * @description How many requests it may send at once, and as many a minute; `RateLimit` on every answer says what is left
             * @example 600
             */
            requests_per_minute: number;
            /**
             * @description null: no limit by the day
             * @example 50000
             */
            requests_per_day: number | null;
            today: components["schemas"]["UsageOfDay"];
            /** @description The last 30 days, the newest first; a day without a request is not among them */
            days: components["schemas"]["UsageOfDay"][];
        };
        UsageOfKey: {
            /**
             * Format: date
             * @example 2025-06-30
             */
            day: string;
            /**
             * @description All that were answered, refusals and errors among them
             * @example 1250
             */
            requests: number;
            /**
             * @description Items of batches
             * @example 4000
             */
            items: number;
            /**
             * @description Answered with 429
             * @example 3
             */
            refused: number;
            /**
             * @description Answered with 5xx
             * @example 0
             */
            errors: number;
            /** @example 1 */
            key_id: number;
            /** @example Ab3dEf9h */
            prefix: string;
            /** @example price board in the shop */
            name: string;
            /**
             * @description The operationId of the call
             * @example createPrediction
             */
            operation: string;
        };
        UsageListAnswer: {
            items: components["schemas"]["UsageOfKey"][];
            /**
             * @description null on the last page
             * @example null
             */
            next_cursor: string | null;
        };
        BreakEvenExample: {
            /**
             * @description What the card cost, in whole currency units
             * @example 20
             */
            price: number;
            /**
             * @description How much it has to rise for its resale to bring that back, a fraction
             * @example 0.2277
             */
            rise_ratio: number;
        };
        CostProfileAnswer: {
            /** @example tcgplayer */
            id: string;
            /** @example Resold on TCGplayer, seller level 1 to 4 */
            name: string;
            /**
             * @description Whether cards are kept or sold again
             * @enum {string}
             */
            purpose: "collection" | "resale";
            /**
             * @description Currency of the amounts; null: that of the card
             * @example USD
             */
            currency: string | null;
            /**
             * @description Of what the buyer pays, postage included; a fraction
             * @example 0.1075
             */
            commission_ratio: number;
            /**
             * @description The most the commission comes to for one product, in whole currency units
             * @example 75
             */
            commission_cap: number | null;
            /**
             * @description Payment processing, a fraction
             * @example 0.025
             */
            payment_ratio: number;
            /**
             * @description Fixed fee of a sale, in whole currency units
             * @example 0.3
             */
            fixed_fee: number;
            /**
             * @description What the seller pays to send it plain, in whole currency units
             * @example 1
             */
            postage: number;
            /**
             * @description What the seller pays to send it tracked, in whole currency units
             * @example 5
             */
            tracked_postage: number;
            /**
             * @description Sent tracked from this price on, in whole currency units
             * @example 50
             */
            tracked_from: number | null;
            /**
             * @description Postage to get it, plain, in whole currency units
             * @example 0
             */
            buying_postage: number;
            /**
             * @description Postage to get it, tracked, in whole currency units
             * @example 0
             */
            buying_tracked_postage: number;
            break_even: components["schemas"]["BreakEvenExample"][];
        };
        CostProfileListAnswer: {
            items: components["schemas"]["CostProfileAnswer"][];
        };
        Money: {
            /**
             * @description In the smallest unit of the currency (cents)
             * @example 32999
             */
            amount_minor: number;
            /**
             * @description ISO 4217
             * @example USD
             */
            currency: string;
            /**
             * @description The same amount as a decimal
             * @example 329.99
             */
            amount: string;
        };
        CostLine: {
            /**
             * @example commission
             * @enum {string}
             */
            name: "commission" | "payment" | "fixed" | "postage";
            amount: components["schemas"]["Money"];
        };
        NetProceedsAnswer: {
            /** @example tcgplayer */
            profile: string;
            price: components["schemas"]["Money"];
            costs: components["schemas"]["CostLine"][];
            /** @description Below zero where selling costs more than it brings */
            net: components["schemas"]["Money"];
            /** @description Bought at this price, postage added: the lowest price at which selling it again brings that back */
            break_even: components["schemas"]["Money"];
        };
        PriceFreshness: {
            /**
             * @description Who said the price
             * @example tcgcsv
             */
            source: string | null;
            /**
             * @description The market day the price is about
             * @example 2025-06-29
             */
            observed_on: string;
            /**
             * Format: date-time
             * @description When we last recorded the quote, or a collection brought the same again. Says nothing of when the price was worked out
             * @example 2025-06-29T20:00:00.000Z
             */
            fetched_at: string | null;
            /**
             * Format: date-time
             * @description When the source says it worked the price out; null where it does not say
             * @example 2025-06-28T00:00:00.000Z
             */
            source_updated_at: string | null;
            /**
             * @description First market day of the present value, as far as 180 days back
             * @example 2025-06-20
             */
            last_changed_on: string | null;
            /**
             * @description Days since the price was worked out: from `source_updated_at` or `observed_on`, whichever is earlier
             * @example 2
             */
            age_days: number;
            /**
             * @description True: it says nothing about the day asked for, and no signal is given on it
             * @example false
             */
            stale: boolean;
            /**
             * @description `source_frozen`: the whole feed repeats itself; `source_late`: the source has brought nothing newer of the game; `old_price`: it has, but not of this card
             * @enum {string|null}
             */
            stale_reason: "source_late" | "source_frozen" | "old_price" | null;
            /**
             * @description Set where later prices are in quarantine: the market day of the last verified price, which is the one shown
             * @example null
             */
            verified_on: string | null;
        };
        ShownFlagAnswer: {
            /**
             * @description `QUARANTINED` is about later prices than the one shown
             * @enum {string}
             */
            flag: "QUARANTINED" | "SPIKE" | "THIN" | "SOLO" | "LISTING_PULLED";
            /**
             * @description First market day of the unbroken stretch, at most 15 days back
             * @example 2025-06-29
             */
            since: string;
            /**
             * @description The figures it rests on
             * @example {
             *       "return_ratio": 0.61,
             *       "robust_z": 9.2,
             *       "days": 1
             *     }
             */
            detail: {
                [key: string]: unknown;
            };
        };
        Interval: {
            lower: components["schemas"]["Money"];
            upper: components["schemas"]["Money"];
        };
        BreakEvenAnswer: {
            /** @description The lowest price at which its resale brings back what it costs */
            price: components["schemas"]["Money"];
            /**
             * @description How much that is above what it costs, a fraction
             * @example 0.2277
             */
            rise_ratio: number;
            /**
             * @description How much that is above the market price, a fraction
             * @example 0.2501
             */
            move_ratio: number;
            /**
             * @description Calibrated probability that the market price is there, `horizon_days` ahead
             * @example 0.12
             */
            probability: number | null;
        };
        AdviceItemAnswer: {
            /**
             * @description `none` is "we do not know", not "no"
             * @enum {string}
             */
            answer: "yes" | "no" | "none";
            /** @enum {string} */
            reason: "below_fair_value" | "rise_likely" | "not_cheap" | "break_even_likely" | "break_even_unlikely" | "no_net_gain_expected" | "gain_expected" | "no_gain_expected" | "fall_likely" | "no_selling_channel" | "no_history" | "stale_source" | "source_frozen" | "quarantined_price" | "unconfirmed_spike" | "no_fair_value" | "no_demonstrated_skill" | "no_calibration" | "other_currency";
            /**
             * @description Calibrated probability that following the answer turns out right; null where it is not known
             * @example 0.41
             */
            confidence: number | null;
        };
        ModelName: {
            /** @example 12 */
            id: number;
            /** @example local-level */
            name: string;
            /** @example 3 */
            version: number;
        };
        AdviceAnswer: {
            /** @example base1-4|Holofoil */
            card_id: string;
            /** @example 2025-06-30 */
            date: string;
            /**
             * @description Whose costs
             * @enum {string}
             */
            profile: "collection" | "tcgplayer" | "ebay" | "cardmarket" | "custom";
            /** @example 28 */
            horizon_days: number | null;
            /**
             * @description Horizons there is an estimate for
             * @example [
             *       7,
             *       14,
             *       28
             *     ]
             */
            horizons: number[];
            /** @description The last price observed by that day */
            market_price: components["schemas"]["Money"] | null;
            /** @example 2025-06-29 */
            market_price_observed_on: string | null;
            /**
             * @description Days from the observation to `date`
             * @example 1
             */
            data_age_days: number | null;
            /** @description How fresh the price is, as of `date`; null without a price */
            freshness: components["schemas"]["PriceFreshness"] | null;
            /** @description What is wrong with the price */
            flags: components["schemas"]["ShownFlagAnswer"][];
            /** @description What it can be bought for */
            executable_price: components["schemas"]["Money"] | null;
            /**
             * @description Which price that is: lowest listing, median listing, or market price where no listing is known
             * @enum {string|null}
             */
            executable_basis: "low" | "mid" | "market" | null;
            /** @description The same with the postage to get it */
            cost: components["schemas"]["Money"] | null;
            /** @description What the model expects the card to trade at, `horizon_days` ahead */
            fair_value: components["schemas"]["Money"] | null;
            /**
             * @description What `fair_value` is. `model`: what a model that has learned expects; `last_price`: no model says anything of it yet, the last price stands; `prior`: it has no price, cards of its set, rarity and variant cost that; `none`: nothing is known
             * @example model
             * @enum {string}
             */
            fair_value_kind: "model" | "last_price" | "prior" | "none";
            /** @description Holds the price with a probability of 80 % */
            interval_80: components["schemas"]["Interval"] | null;
            /**
             * @description The move that up and down are about, a fraction
             * @example 0.1
             */
            move_ratio: number;
            /**
             * @description Calibrated probability of a rise by at least that
             * @example 0.31
             */
            up_probability: number | null;
            /**
             * @description Calibrated probability of a fall by at least that
             * @example 0.08
             */
            down_probability: number | null;
            break_even: components["schemas"]["BreakEvenAnswer"] | null;
            /**
             * @description (expected net proceeds - cost) / cost, a fraction
             * @example -0.08
             */
            expected_net_return_ratio: number | null;
            /** @description What selling at the market price brings today, after costs */
            net_proceeds_now: components["schemas"]["Money"] | null;
            /** @description What selling `horizon_days` ahead is expected to bring, after costs */
            expected_net_proceeds: components["schemas"]["Money"] | null;
            /** @description Cheap for your collection? Right if the price comes to lie `move_ratio` above `cost` */
            collection: components["schemas"]["AdviceItemAnswer"];
            /** @description Worth a flip? Right if the price reaches break-even */
            flip: components["schemas"]["AdviceItemAnswer"];
            /** @description Wait before selling, if you own it? Yes is right if it does not fall by `move_ratio` */
            wait_before_selling: components["schemas"]["AdviceItemAnswer"];
            model: components["schemas"]["ModelName"] | null;
            /**
             * @description Thresholds and costs these answers rest on
             * @example net-1f2e3d4c
             */
            policy_version: string;
            /**
             * @description True: this market is made up, and so is every number here
             * @example false
             */
            is_simulated: boolean;
        };
        GameAnswer: {
            /** @example pokemon */
            slug: string;
            /** @example Pokemon */
            name: string;
            /**
             * @description True: this market is made up
             * @example false
             */
            is_simulated: boolean;
            /**
             * @description The last day with signals
             * @example 2025-06-30
             */
            evaluated_through: string | null;
        };
        GameListAnswer: {
            items: components["schemas"]["GameAnswer"][];
        };
        CardAnswer: {
            /** @example base1-4|Holofoil */
            card_id: string;
            /** @example pokemon */
            game: string;
            /** @example Charizard */
            name: string;
            /** @example Base Set */
            set: string;
            /** @example 4/102 */
            number: string;
            /** @example Rare Holo */
            rarity: string | null;
            /** @example single */
            product_type: string;
            /** @example Holofoil */
            variant: string;
            /** @example NM */
            condition: string;
            /** @example RAW */
            grade: string;
            /** @example en */
            language: string;
            /** @example grail */
            category: string | null;
            /** @example false */
            is_simulated: boolean;
        };
        CardListAnswer: {
            items: components["schemas"]["CardAnswer"][];
            /**
             * @description Ask for the next page with this; null on the last
             * @example 150
             */
            next_cursor: string | null;
        };
        CardSearchAnswer: {
            items: components["schemas"]["CardAnswer"][];
        };
        CardSourceAnswer: {
            /** @example tcgcsv */
            source: string;
            /**
             * @description What the source calls it
             * @example 675111
             */
            external_id: string;
            /** @example 675111 */
            tcgplayer_id: string | null;
            /** @example USD */
            currency: string;
            /**
             * @description How it was matched to the card: import, provider, tcgplayer_id, identity or person
             * @example tcgplayer_id
             */
            provenance: string;
            /**
             * @description How sure the match is
             * @example 1
             */
            confidence: number;
            /**
             * @description quarantined: its prices are held back. rejected: it is another card
             * @example active
             * @enum {string}
             */
            state: "active" | "quarantined" | "rejected";
        };
        LatestPriceAnswer: {
            /**
             * @description The market day the price is about
             * @example 2025-06-29
             */
            observed_on: string;
            market: components["schemas"]["Money"];
            /** @description Lowest listing */
            low: components["schemas"]["Money"] | null;
            /** @description Median listing */
            mid: components["schemas"]["Money"] | null;
            /** @description Highest listing */
            high: components["schemas"]["Money"] | null;
            /** @example 41 */
            listing_count: number | null;
            /** @example 18 */
            seller_count: number | null;
            /**
             * @description Sales that day, where the source tells
             * @example 3
             */
            volume: number | null;
            /**
             * @description Who said so
             * @example tcgcsv
             */
            source: string;
            /**
             * Format: date-time
             * @description When the source last changed it
             * @example 2025-06-30T21:30:00.000Z
             */
            source_updated_at: string | null;
            /**
             * Format: date-time
             * @description When we learned it
             * @example 2025-06-30T21:30:00.000Z
             */
            recorded_at: string;
            /** @description As of `observed_on` in a history, as of today for the latest price */
            freshness: components["schemas"]["PriceFreshness"];
            /** @description What is wrong with the price */
            flags: components["schemas"]["ShownFlagAnswer"][];
        };
        PredictionAnswer: {
            /**
             * @description Names this answer in GET /v1/signals/{signal_id}/lineage; null where nothing was recorded of the card
             * @example 4711-2025-06-30-net-1f2e3d4c
             */
            signal_id: string | null;
            /** @example base1-4|Holofoil */
            card_id: string;
            /** @example 2025-06-30 */
            date: string;
            /**
             * @description Null where we decline to say; `reason` then says why. That is not HOLD
             * @enum {string|null}
             */
            signal: "BUY" | "SELL" | "HOLD" | null;
            /** @enum {string|null} */
            reason: "no_history" | "stale_source" | "source_frozen" | "quarantined_price" | "unconfirmed_spike" | "no_fair_value" | "no_demonstrated_skill" | "no_calibration" | "other_currency" | null;
            /** @description The last price observed by that day */
            market_price: components["schemas"]["Money"] | null;
            /** @example 2025-06-29 */
            market_price_observed_on: string | null;
            /**
             * @description Days from the observation to `date`
             * @example 1
             */
            data_age_days: number | null;
            /** @description How fresh the price is, as of `date`; null without a price */
            freshness: components["schemas"]["PriceFreshness"] | null;
            /** @description What is wrong with the price */
            flags: components["schemas"]["ShownFlagAnswer"][];
            /** @description What the model expects the card to trade at, `horizon_days` ahead */
            fair_value: components["schemas"]["Money"] | null;
            /**
             * @description What `fair_value` is. `model`: what a model that has learned expects; `last_price`: no model says anything of it yet, the last price stands; `prior`: it has no price, cards of its set, rarity and variant cost that; `none`: nothing is known
             * @example model
             * @enum {string}
             */
            fair_value_kind: "model" | "last_price" | "prior" | "none";
            /** @description Holds the price with a probability of 80 % */
            interval_80: components["schemas"]["Interval"] | null;
            /**
             * @description (market - fair) / fair, a fraction; negative is cheap
             * @example -0.124
             */
            deviation_ratio: number | null;
            /**
             * @description Calibrated probability that the signal turns out right; null where it is not known
             * @example 0.41
             */
            confidence: number | null;
            /** @example 28 */
            horizon_days: number | null;
            model: components["schemas"]["ModelName"] | null;
            /** @example threshold-1f2e3d4c */
            policy_version: string;
            /**
             * @description True: this market is made up, and so is every number here
             * @example false
             */
            is_simulated: boolean;
        };
        CardDetailAnswer: {
            /** @example base1-4|Holofoil */
            card_id: string;
            /** @example pokemon */
            game: string;
            /** @example Charizard */
            name: string;
            /** @example Base Set */
            set: string;
            /** @example 4/102 */
            number: string;
            /** @example Rare Holo */
            rarity: string | null;
            /** @example single */
            product_type: string;
            /** @example Holofoil */
            variant: string;
            /** @example NM */
            condition: string;
            /** @example RAW */
            grade: string;
            /** @example en */
            language: string;
            /** @example grail */
            category: string | null;
            /** @example false */
            is_simulated: boolean;
            /**
             * @description The day its set came out; null where no source says so
             * @example 1999-01-09
             */
            set_released_on: string | null;
            sources: components["schemas"]["CardSourceAnswer"][];
            latest_price: components["schemas"]["LatestPriceAnswer"] | null;
            /** @description Of the last evaluated day; null before the first */
            latest_prediction: components["schemas"]["PredictionAnswer"] | null;
        };
        PriceAnswer: {
            /**
             * @description The market day the price is about
             * @example 2025-06-29
             */
            observed_on: string;
            market: components["schemas"]["Money"];
            /** @description Lowest listing */
            low: components["schemas"]["Money"] | null;
            /** @description Median listing */
            mid: components["schemas"]["Money"] | null;
            /** @description Highest listing */
            high: components["schemas"]["Money"] | null;
            /** @example 41 */
            listing_count: number | null;
            /** @example 18 */
            seller_count: number | null;
            /**
             * @description Sales that day, where the source tells
             * @example 3
             */
            volume: number | null;
            /**
             * @description Who said so
             * @example tcgcsv
             */
            source: string;
            /**
             * Format: date-time
             * @description When the source last changed it
             * @example 2025-06-30T21:30:00.000Z
             */
            source_updated_at: string | null;
            /**
             * Format: date-time
             * @description When we learned it
             * @example 2025-06-30T21:30:00.000Z
             */
            recorded_at: string;
            /** @description As of `observed_on` in a history, as of today for the latest price */
            freshness: components["schemas"]["PriceFreshness"];
        };
        PriceListAnswer: {
            /** @example base1-4|Holofoil */
            card_id: string;
            /** @example false */
            is_simulated: boolean;
            /** @description Ascending by day; a day without an observation is not there */
            items: components["schemas"]["PriceAnswer"][];
        };
        PredictionListAnswer: {
            items: components["schemas"]["PredictionAnswer"][];
        };
        SignalOutcomeAnswer: {
            /**
             * @description The day of the signal
             * @example 2025-06-01
             */
            date: string;
            /**
             * @example BUY
             * @enum {string}
             */
            signal: "BUY" | "SELL" | "HOLD";
            /**
             * @description How long it was given
             * @example 30
             */
            holding_days: number;
            /** @description What the card cost on the day of the signal */
            market_price: components["schemas"]["Money"] | null;
            /** @description The last price observed while it was held; null where nobody saw one */
            realised_price: components["schemas"]["Money"] | null;
            /** @example 2025-06-30 */
            realised_on: string | null;
            /**
             * @description (realised - market) / market, a fraction, before costs
             * @example 0.12
             */
            realised_return_ratio: number | null;
            /**
             * @description Whether the signal was right; null where nobody saw a price
             * @example true
             */
            was_right: boolean | null;
        };
        SignalOutcomesAnswer: {
            /** @example base1-4|Holofoil */
            card_id: string;
            /**
             * @description True: this market is made up
             * @example false
             */
            is_simulated: boolean;
            items: components["schemas"]["SignalOutcomeAnswer"][];
        };
        FamilyAnswer: {
            /** @enum {string} */
            family: "asking_prices" | "own_returns" | "own_steadiness" | "group_moves" | "market" | "age" | "price_level" | "other";
            /**
             * @description Whether it raises or lowers what is explained
             * @enum {string}
             */
            effect: "raises" | "lowers" | "none";
            /**
             * @description Of everything told, a fraction
             * @example 0.41
             */
            share: number;
            /**
             * @description What it adds: log odds of a probability, log return of a fair value
             * @example 0.53
             */
            contribution: number;
            /** @example log_mid_to_market */
            main_feature: string;
            /** @example 0.13 */
            main_value: number | null;
            /** @example Half of the sellers ask at least 14 % more than the market price. */
            sentence: string;
        };
        ScoreExplanationAnswer: {
            /**
             * @description What is said of a card of which nothing is known
             * @example -2.4
             */
            bias: number;
            /** @description The largest first, `other` last; they and the bias add up to what the model says before calibration */
            families: components["schemas"]["FamilyAnswer"][];
        };
        PastRecordAnswer: {
            /** @example 120 */
            count: number;
            /**
             * @description Of those, the share that came true
             * @example 0.4
             */
            realised_share: number;
            /**
             * @description The same of all cards
             * @example 0.08
             */
            base_rate: number;
            /** @example Of 214 such cases 63 % rose by at least 10 %, of all cards 31 %. */
            sentence: string;
        };
        PastRecordsAnswer: {
            up: components["schemas"]["PastRecordAnswer"] | null;
            down: components["schemas"]["PastRecordAnswer"] | null;
        };
        WouldChangeAnswer: {
            /** @example log_mid_to_market */
            feature: string;
            /** @example 0.02 */
            value: number;
            /**
             * @description The probability with that value, all else as it is
             * @example 0.21
             */
            probability: number;
            /**
             * @description What would have to be the case
             * @example If half of the sellers asked at most 4 % more than the market price
             */
            sentence: string;
        };
        WouldChangesAnswer: {
            up: components["schemas"]["WouldChangeAnswer"] | null;
            down: components["schemas"]["WouldChangeAnswer"] | null;
        };
        QualityFlagAnswer: {
            /** @enum {string} */
            flag: "stale" | "thin" | "no_listings" | "short_history" | "new_set" | "outlier_price" | "source_frozen" | "quarantined" | "spike" | "solo" | "few_offers" | "listing_pulled";
            /** @example The card was priced on one day only. */
            sentence: string;
        };
        WithheldAnswer: {
            /** @enum {string} */
            reason: "no_history" | "stale_source" | "source_frozen" | "quarantined_price" | "unconfirmed_spike" | "no_fair_value" | "no_demonstrated_skill" | "no_calibration" | "other_currency";
            /** @example The price was worked out too long ago to say anything about that day. */
            sentence: string;
        };
        ExplanationAnswer: {
            /** @example base1-4|Holofoil */
            card_id: string;
            /** @example 2025-06-30 */
            date: string;
            /**
             * @description `formula`: the model has no features to tell of; `none`: see `reason`
             * @enum {string}
             */
            kind: "trees" | "formula" | "none";
            /** @enum {string|null} */
            reason: "no_model" | "no_features" | null;
            /**
             * @description How the model works its fair value out
             * @example fair value = last price
             */
            formula: string | null;
            /** @description The champion of that day */
            model: components["schemas"]["ModelName"] | null;
            /** @example 28 */
            horizon_days: number | null;
            /**
             * @description Calibrated
             * @example 0.31
             */
            up_probability: number | null;
            /**
             * @description Calibrated
             * @example 0.08
             */
            down_probability: number | null;
            up: components["schemas"]["ScoreExplanationAnswer"] | null;
            down: components["schemas"]["ScoreExplanationAnswer"] | null;
            fair_value: components["schemas"]["ScoreExplanationAnswer"] | null;
            /**
             * @description What `fair_value` is. `model`: what a model that has learned expects; `last_price`: no model says anything of it yet, the last price stands; `prior`: it has no price, cards of its set, rarity and variant cost that; `none`: nothing is known
             * @example model
             * @enum {string}
             */
            fair_value_kind: "model" | "last_price" | "prior" | "none";
            /** @description How estimates with about the same probability did */
            past_record: components["schemas"]["PastRecordsAnswer"];
            /** @description The nearest value of the main feature across the threshold of the policy */
            what_would_change: components["schemas"]["WouldChangesAnswer"];
            /** @description Reasons to trust it less */
            quality_flags: components["schemas"]["QualityFlagAnswer"][];
            /** @description Why no signal was given that day; null where one was */
            withheld: components["schemas"]["WithheldAnswer"] | null;
            /**
             * @description True: this market is made up, and so is every number here
             * @example false
             */
            is_simulated: boolean;
        };
        WrongCardAnswer: {
            /** @example 7 */
            id: number;
            /** @example base1-4|Holofoil */
            card_id: string;
            /** @example tcgdex */
            source: string;
            /**
             * @description `quarantined`: prices of this source are held back from now on. `noted`: a person released this match lately; a second key must agree
             * @example quarantined
             * @enum {string}
             */
            outcome: "quarantined" | "already_quarantined" | "noted";
            /**
             * @description Of the match of card and product, as it is now
             * @example quarantined
             * @enum {string}
             */
            match_state: "active" | "quarantined" | "rejected";
            /**
             * @example open
             * @enum {string}
             */
            state: "open" | "released" | "confirmed";
            /**
             * Format: date-time
             * @example 2025-06-30T21:30:00.000Z
             */
            reported_at: string;
        };
        WrongCardRequest: {
            /** @example base1-4|Holofoil */
            card_id: string;
            /**
             * @description Whose price is another card; the source whose price is shown, where nothing is said
             * @example tcgdex
             */
            source?: string;
            /** @example The price is that of the 1st Edition */
            note?: string;
            /**
             * @description What the source shows instead: a name, an id or an address
             * @example Charizard (Base Set Shadowless)
             */
            shown_product?: string;
        };
        ReportAnswer: {
            /** @example 7 */
            id: number;
            /** @example base1-4|Holofoil */
            card_id: string;
            /** @example tcgdex */
            source: string;
            /**
             * @description `quarantined`: prices of this source are held back from now on. `noted`: a person released this match lately; a second key must agree
             * @example quarantined
             * @enum {string}
             */
            outcome: "quarantined" | "already_quarantined" | "noted";
            /**
             * @description Of the match of card and product, as it is now
             * @example quarantined
             * @enum {string}
             */
            match_state: "active" | "quarantined" | "rejected";
            /**
             * @example open
             * @enum {string}
             */
            state: "open" | "released" | "confirmed";
            /**
             * Format: date-time
             * @example 2025-06-30T21:30:00.000Z
             */
            reported_at: string;
            /**
             * @description What the source calls the product
             * @example base1-4|Holofoil
             */
            external_id: string;
            /**
             * @description How it was matched
             * @example tcgplayer_id
             */
            provenance: string;
            /** @example 1 */
            confidence: number;
            /** @example The price is that of the 1st Edition */
            note: string | null;
            /** @example Charizard (Base Set Shadowless) */
            shown_product: string | null;
            /** @example api key Ab3dEf9h */
            reported_by: string;
            /**
             * Format: date-time
             * @example null
             */
            decided_at: string | null;
            /** @example api key Qr5sTu7v */
            decided_by: string | null;
        };
        ReportListAnswer: {
            items: components["schemas"]["ReportAnswer"][];
            /**
             * @description Ask for the next page with this; null on the last
             * @example 150
             */
            next_cursor: string | null;
        };
        CandidateAnswer: {
            /** @example 42382|Holofoil */
            card_id: string;
            /** @example Charizard */
            name: string;
            /** @example Base Set */
            set: string;
            /** @example 004/102 */
            number: string;
            /** @example Holofoil */
            variant: string;
        };
        UnmatchedAnswer: {
            /** @example 12 */
            id: number;
            /** @example cardmarket */
            source: string;
            /** @example pokemon */
            game: string;
            /** @example 273699|Ordinary */
            external_id: string;
            /** @example Charizard */
            name: string;
            /** @example Cardmarket expansion 1523 */
            set: string;
            /** @example  */
            number: string;
            /** @example Ordinary */
            variant: string;
            /** @example null */
            tcgplayer_id: string | null;
            /** @example EUR */
            currency: string;
            /**
             * @description Why nothing was matched; docs/identity.md lists the reasons
             * @example several_candidates
             */
            reason: string;
            /** @description What came near, at most five */
            candidates: components["schemas"]["CandidateAnswer"][];
            /**
             * Format: date-time
             * @example 2025-06-30T21:30:00.000Z
             */
            first_seen_at: string;
            /**
             * Format: date-time
             * @example 2025-06-30T21:30:00.000Z
             */
            last_seen_at: string;
            /**
             * @description Collections that brought it
             * @example 3
             */
            seen_count: number;
        };
        UnmatchedListAnswer: {
            items: components["schemas"]["UnmatchedAnswer"][];
            /**
             * @description Ask for the next page with this; null on the last
             * @example 150
             */
            next_cursor: string | null;
        };
        MatchAnswer: {
            /** @example base1-4|Holofoil */
            card_id: string;
            /** @example cardmarket */
            source: string;
            /** @example 273699|Ordinary */
            external_id: string;
            /**
             * @example active
             * @enum {string}
             */
            match_state: "active" | "quarantined" | "rejected";
        };
        MatchRequest: {
            /**
             * @description The card the product is
             * @example base1-4|Holofoil
             */
            card_id: string;
        };
        PredictionRequest: {
            /** @example base1-4|Holofoil */
            card_id: string;
            /**
             * @description The last evaluated day of the game, where nothing is said
             * @example 2025-06-30
             */
            date?: string;
        };
        PredictionBatchItem: {
            /** @example base1-4|Holofoil */
            card_id: string;
            prediction: components["schemas"]["PredictionAnswer"] | null;
            /** @description Why this one has no answer; the others are not affected */
            problem: components["schemas"]["Problem"] | null;
        };
        PredictionBatchAnswer: {
            /** @description In the order asked */
            items: components["schemas"]["PredictionBatchItem"][];
        };
        PredictionBatchRequest: {
            items: components["schemas"]["PredictionRequest"][];
        };
        SignalFeedAnswer: {
            items: components["schemas"]["PredictionAnswer"][];
            /**
             * @description The day these are about
             * @example 2025-06-30
             */
            date: string | null;
            /**
             * @description Ask for the next page with this; null on the last
             * @example MjAyNS0wNi0zMCAxNTA
             */
            next_cursor: string | null;
        };
        PredictSignalAnswer: {
            /** @example base1-4|Holofoil */
            card_id: string;
            /** @enum {string|null} */
            signal: "BUY" | "SELL" | "HOLD" | null;
            /**
             * @description In whole units of `currency`
             * @example 329.99
             */
            fair_value: number | null;
            /**
             * @description In whole units of `currency`
             * @example 289.5
             */
            market_price: number | null;
            /**
             * @description (market - fair) / fair, in percent; negative is cheap
             * @example -12.27
             */
            delta_pct: number | null;
            /**
             * @description Calibrated probability that the signal turns out right, 0 to 1
             * @example 0.41
             */
            confidence: number | null;
            /**
             * @description Why there is no signal
             * @enum {string|null}
             */
            reason: "no_history" | "stale_source" | "source_frozen" | "quarantined_price" | "unconfirmed_spike" | "no_fair_value" | "no_demonstrated_skill" | "no_calibration" | "other_currency" | null;
            /** @example 2025-06-30 */
            date: string;
            /** @example USD */
            currency: string | null;
            /** @description How fresh the price is, as of `date` */
            freshness: components["schemas"]["PriceFreshness"] | null;
            /** @description What is wrong with the price */
            flags: components["schemas"]["ShownFlagAnswer"][];
            /**
             * @description True: this market is made up
             * @example false
             */
            is_simulated: boolean;
        };
        BatchPredictItem: {
            /** @example base1-4|Holofoil */
            card_id: string;
            /** @enum {string|null} */
            signal?: "BUY" | "SELL" | "HOLD" | null;
            /** @example 329.99 */
            fair_value?: number | null;
            /** @example 289.5 */
            market_price?: number | null;
            /** @example -12.27 */
            delta_pct?: number | null;
            /** @example 0.41 */
            confidence?: number | null;
            /** @enum {string|null} */
            reason?: "no_history" | "stale_source" | "source_frozen" | "quarantined_price" | "unconfirmed_spike" | "no_fair_value" | "no_demonstrated_skill" | "no_calibration" | "other_currency" | null;
            /** @example 2025-06-30 */
            date?: string;
            /** @example USD */
            currency?: string | null;
            freshness?: components["schemas"]["PriceFreshness"] | null;
            flags?: components["schemas"]["ShownFlagAnswer"][];
            /** @example false */
            is_simulated?: boolean;
            /** @description Instead of everything else, where there is no answer for this card */
            error?: components["schemas"]["Problem"];
        };
        BatchPredictAnswer: {
            /** @description In the order asked */
            predictions: components["schemas"]["BatchPredictItem"][];
        };
        BatchPredictRequest: {
            cards: components["schemas"]["PredictionRequest"][];
        };
        ModelAnswer: {
            /** @example 12 */
            id: number;
            /** @example pokemon */
            game: string;
            /** @example local-level */
            name: string;
            /** @example 3 */
            version: number;
            /**
             * @description The last day it has seen
             * @example 2025-06-30
             */
            trained_through: string;
            /** @example 28 */
            horizon_days: number;
            /** @example 1 */
            feature_set_version: number;
            /**
             * @description Content hash of the training snapshot
             * @example 9f2b6c01d4e83a57
             */
            snapshot_hash: string | null;
            /** @description Only a model that has passed gives signals */
            has_passed_gate: boolean;
            /** @description Whether it serves today */
            is_champion: boolean;
            /**
             * @description What it is today. Challenger and shadows estimate every day, and nobody sees it
             * @enum {string|null}
             */
            alias: "champion" | "challenger" | "shadow" | null;
            /**
             * Format: date-time
             * @example 2025-06-30T21:30:00.000Z
             */
            recorded_at: string;
        };
        ModelListAnswer: {
            /** @description Newest first */
            items: components["schemas"]["ModelAnswer"][];
        };
        PromotionAnswer: {
            /**
             * @description Of this alias of the game: 1, 2, 3 …
             * @example 4
             */
            sequence: number;
            /** @enum {string} */
            alias: "champion" | "challenger" | "shadow";
            /** @example 12 */
            model_id: number;
            /** @example 9 */
            previous_model_id: number | null;
            /**
             * @description True where the model stops to be it
             * @example false
             */
            is_end: boolean;
            /**
             * @description Of a roll-back: the promotion that is in force again
             * @example null
             */
            returns_to_sequence: number | null;
            /**
             * @description Why a model that has not passed the gate serves
             * @example null
             */
            override_reason: string | null;
            /**
             * @description The first day it serves
             * @example 2025-07-01
             */
            effective_from: string;
            /** @example api key Ab3dEf9h */
            actor: string;
            /** @example interval coverage fell below 70 % */
            reason: string;
            /**
             * Format: date-time
             * @example 2025-06-30T21:30:00.000Z
             */
            recorded_at: string;
        };
        PromotionListAnswer: {
            /** @description Newest first */
            items: components["schemas"]["PromotionAnswer"][];
        };
        GateCheckAnswer: {
            /** @example interval_coverage */
            id: string;
            /** @example 80 % intervals hold the price in 77 to 83 % of cases */
            description: string;
            /** @example true */
            passed: boolean;
            /** @example 0.81 */
            measured: string;
            /** @example 0.77 to 0.83 */
            required: string;
        };
        ModelDetailAnswer: {
            /** @example 12 */
            id: number;
            /** @example pokemon */
            game: string;
            /** @example local-level */
            name: string;
            /** @example 3 */
            version: number;
            /**
             * @description The last day it has seen
             * @example 2025-06-30
             */
            trained_through: string;
            /** @example 28 */
            horizon_days: number;
            /** @example 1 */
            feature_set_version: number;
            /**
             * @description Content hash of the training snapshot
             * @example 9f2b6c01d4e83a57
             */
            snapshot_hash: string | null;
            /** @description Only a model that has passed gives signals */
            has_passed_gate: boolean;
            /** @description Whether it serves today */
            is_champion: boolean;
            /**
             * @description What it is today. Challenger and shadows estimate every day, and nobody sees it
             * @enum {string|null}
             */
            alias: "champion" | "challenger" | "shadow" | null;
            /**
             * Format: date-time
             * @example 2025-06-30T21:30:00.000Z
             */
            recorded_at: string;
            gate_checks: components["schemas"]["GateCheckAnswer"][];
            /**
             * @description What the signal policy would have done on its out-of-sample estimates
             * @example {
             *       "buy": {
             *         "calls": 120,
             *         "correct": 71
             *       }
             *     }
             */
            policy_record: {
                [key: string]: unknown;
            } | null;
            /**
             * @description How it did out of sample, beside the last price
             * @example {
             *       "rows": 5400
             *     }
             */
            report: {
                [key: string]: unknown;
            };
            /**
             * @description What was fitted
             * @example {
             *       "level_gain": 0.31
             *     }
             */
            parameters: {
                [key: string]: unknown;
            } | null;
        };
        PromoteRequest: {
            /** @example pokemon */
            game: string;
            /**
             * @description Kept in the log
             * @example interval coverage fell below 70 %
             */
            reason: string;
            /**
             * @description Refused with 409 unless this is the number of the last move of the alias
             * @example 3
             */
            expected_sequence?: number;
            /** @example 12 */
            model_id: number;
            /**
             * @description The first day it counts: today, where nothing is said
             * @example 2025-07-01
             */
            effective_from?: string;
            /**
             * @description Needed for a model that has not passed the gate; its fair values are then shown, and no signal rests on them. Kept in the log
             * @example to be seen beside the others
             */
            override_reason?: string;
        };
        RollBackRequest: {
            /** @example pokemon */
            game: string;
            /**
             * @description Kept in the log
             * @example interval coverage fell below 70 %
             */
            reason: string;
            /**
             * @description Refused with 409 unless this is the number of the last move of the alias
             * @example 3
             */
            expected_sequence?: number;
        };
        AliasMoveRequest: {
            /** @example pokemon */
            game: string;
            /**
             * @description Kept in the log
             * @example interval coverage fell below 70 %
             */
            reason: string;
            /**
             * @description Refused with 409 unless this is the number of the last move of the alias
             * @example 3
             */
            expected_sequence?: number;
            /** @example 12 */
            model_id: number;
            /**
             * @description The first day it counts: today, where nothing is said
             * @example 2025-07-01
             */
            effective_from?: string;
            /**
             * @description One challenger, which another one replaces; any number of shadows
             * @example challenger
             * @enum {string}
             */
            alias: "challenger" | "shadow";
            /**
             * @example set
             * @enum {string}
             */
            action: "set" | "end";
        };
        ExperimentAnswer: {
            /** @example 3 */
            id: number;
            /** @example pokemon */
            game: string;
            /** @example trees-against-local-level */
            name: string;
            /** @enum {string} */
            unit: "card" | "client";
            /** @example 0.1 */
            share_b: number;
            /** @example 12 */
            model_a: number;
            /** @example 15 */
            model_b: number;
            /** @example 28 */
            horizon_days: number;
            /** @enum {string} */
            phase: "shadow" | "serving" | "stopped";
            /** @example 2025-07-01 */
            started_on: string;
            /**
             * @description First day that cards of arm B rest on B
             * @example 2025-09-01
             */
            serving_from: string | null;
            /**
             * @description Last day that they did
             * @example null
             */
            serving_until: string | null;
            /**
             * @description The last day it took part in
             * @example null
             */
            stopped_on: string | null;
            /** @enum {string|null} */
            decision: "b_better" | "a_better" | "futile" | "guardrail_breached" | "superseded" | "stopped_by_hand" | null;
            /** @example api key Ab3dEf9h */
            actor: string;
            /** @example the source changed its prices */
            reason: string;
            /**
             * Format: date-time
             * @example 2025-06-30T21:30:00.000Z
             */
            recorded_at: string;
        };
        ExperimentListAnswer: {
            /** @description Newest first */
            items: components["schemas"]["ExperimentAnswer"][];
        };
        ExperimentEventAnswer: {
            /** @enum {string} */
            kind: "started" | "serving" | "stopped" | "promoted" | "not_promoted" | "rolled_back";
            /** @example 2025-09-01 */
            day: string;
            /** @example experiment */
            actor: string;
            /** @example the source changed its prices */
            reason: string;
            /**
             * Format: date-time
             * @example 2025-06-30T21:30:00.000Z
             */
            recorded_at: string;
        };
        GuardrailAnswer: {
            /** @enum {string} */
            id: "coverage_80" | "answer_rate";
            /** @example 0.81 */
            measured: number | null;
            /** @example 0.72 */
            least: number;
            /** @example 0.88 */
            most: number;
            /**
             * @description Null while there are too few blocks to tell
             * @example true
             */
            holds: boolean | null;
        };
        ExperimentLookAnswer: {
            /** @example 2025-09-01 */
            day: string;
            /**
             * @description Blocks of days that have matured; their horizons do not overlap
             * @example 9
             */
            blocks: number;
            /**
             * @description Mean absolute log error of B minus that of A on the same card-days; below 0 B errs less
             * @example -0.0032
             */
            mean_difference: number | null;
            /**
             * @description Confidence sequence: holds at all looks together
             * @example -0.0051
             */
            lower: number;
            /** @example -0.0012 */
            upper: number;
            /**
             * @description Natural logarithm of what the bet on B has won
             * @example 2.1
             */
            evidence_for_b: number;
            /**
             * @description The same of a bet on A
             * @example -1.4
             */
            evidence_for_a: number;
            /**
             * @description Evidence that decides
             * @example 3.69
             */
            enough: number;
            guardrails: components["schemas"]["GuardrailAnswer"][];
            /** @enum {string} */
            decision: "running" | "b_better" | "a_better" | "futile" | "guardrail_breached";
        };
        ExperimentBlockAnswer: {
            /** @example 2025-07-01 */
            first_day: string;
            /** @example 2025-07-03 */
            last_day: string;
            /** @example -0.0032 */
            difference: number;
            /**
             * @description Card-days that both models answered
             * @example 3600
             */
            pairs: number;
            /** @example 0.81 */
            coverage_80: number | null;
            /**
             * @description Share of the card-days of A that B answered
             * @example 1
             */
            answer_rate: number;
        };
        ExperimentDetailAnswer: {
            /** @example 3 */
            id: number;
            /** @example pokemon */
            game: string;
            /** @example trees-against-local-level */
            name: string;
            /** @enum {string} */
            unit: "card" | "client";
            /** @example 0.1 */
            share_b: number;
            /** @example 12 */
            model_a: number;
            /** @example 15 */
            model_b: number;
            /** @example 28 */
            horizon_days: number;
            /** @enum {string} */
            phase: "shadow" | "serving" | "stopped";
            /** @example 2025-07-01 */
            started_on: string;
            /**
             * @description First day that cards of arm B rest on B
             * @example 2025-09-01
             */
            serving_from: string | null;
            /**
             * @description Last day that they did
             * @example null
             */
            serving_until: string | null;
            /**
             * @description The last day it took part in
             * @example null
             */
            stopped_on: string | null;
            /** @enum {string|null} */
            decision: "b_better" | "a_better" | "futile" | "guardrail_breached" | "superseded" | "stopped_by_hand" | null;
            /** @example api key Ab3dEf9h */
            actor: string;
            /** @example the source changed its prices */
            reason: string;
            /**
             * Format: date-time
             * @example 2025-06-30T21:30:00.000Z
             */
            recorded_at: string;
            /**
             * @description What was asked of the arms, fixed at the start
             * @example {
             *       "significance": 0.05,
             *       "most_days": 546
             *     }
             */
            rule: {
                [key: string]: unknown;
            };
            /** @description Oldest first */
            events: components["schemas"]["ExperimentEventAnswer"][];
            /** @description Oldest first */
            looks: components["schemas"]["ExperimentLookAnswer"][];
            /** @description Those of the last look, oldest first */
            blocks: components["schemas"]["ExperimentBlockAnswer"][];
        };
        CreateExperimentRequest: {
            /**
             * @description Kept in the log
             * @example the source changed its prices
             */
            reason: string;
            /** @example pokemon */
            game: string;
            /**
             * @description Unique in its game; divides the cards between the arms
             * @example trees-against-local-level
             */
            name: string;
            /**
             * @description What is assigned to an arm. Only experiments over cards can serve
             * @example card
             * @enum {string}
             */
            unit: "card" | "client";
            /**
             * @description Share of the units in arm B once it serves
             * @example 0.1
             */
            share_b: number;
            /**
             * @description The model that serves
             * @example 12
             */
            model_a: number;
            /**
             * @description The model that wants to
             * @example 15
             */
            model_b: number;
            /**
             * @description The first day that counts: today, where nothing is said
             * @example 2025-07-01
             */
            started_on?: string;
            /**
             * @description Chance, over all looks together, to call one better when neither is
             * @example 0.05
             */
            significance?: number;
            /**
             * @description Days after which it ends undecided
             * @example 546
             */
            most_days?: number;
        };
        ServeExperimentRequest: {
            /**
             * @description Kept in the log
             * @example the source changed its prices
             */
            reason: string;
            /**
             * @description The first day that cards of arm B rest on B: today, where nothing is said
             * @example 2025-07-01
             */
            serving_from?: string;
        };
        StopExperimentRequest: {
            /**
             * @description Kept in the log
             * @example the source changed its prices
             */
            reason: string;
        };
        VariableDriftAnswer: {
            /** @example log_return_28d */
            name: string;
            /**
             * @description The first of the days in a row on which it drifts
             * @example 2025-06-28
             */
            since: string | null;
            /**
             * @description Population stability index: 0.1 is worth a look, 0.25 is large
             * @example 0.31
             */
            psi: number | null;
            /**
             * @description Wasserstein distance in standard deviations of the reference
             * @example 0.31
             */
            wasserstein: number | null;
            /**
             * @description Jensen-Shannon distance, 0 to 1
             * @example 0.31
             */
            jensen_shannon: number | null;
            /**
             * @description Kolmogorov-Smirnov: the largest difference of the cumulative distributions
             * @example 0.31
             */
            ks: number | null;
            /**
             * @description By permutation of whole blocks of days
             * @example 0.037
             */
            p_value: number | null;
        };
        GroupDriftAnswer: {
            /**
             * @description Enough of the variables drift; null where it is not known
             * @example false
             */
            drifts: boolean | null;
            /**
             * @description Why it is not known, or cannot drift
             * @example null
             */
            reason: string | null;
            /**
             * @description Share of the variables that drift
             * @example 0.05
             */
            drifting_ratio: number | null;
            /**
             * @description Variables compared
             * @example 43
             */
            variables: number;
            /** @example 26 */
            reference_blocks: number;
            /**
             * @description The evaluated days that were compared
             * @example [
             *       "2025-06-30"
             *     ]
             */
            current_days: string[];
            /** @description Those that drift, largest index first */
            drifting: components["schemas"]["VariableDriftAnswer"][];
        };
        RollingFigureAnswer: {
            /** @example 0.94 */
            value: number;
            /** @example 0.91 */
            lower_95: number;
            /** @example 0.98 */
            upper_95: number;
            /**
             * @description What the out-of-sample report of the version said
             * @example 0.91
             */
            promised: number | null;
        };
        SkillDriftAnswer: {
            /**
             * @description Lost, or not as promised; null where it is not known
             * @example false
             */
            drifts: boolean | null;
            /**
             * @description The last price does better: the whole interval of the error is above 1; null where it is not known
             * @example false
             */
            is_lost: boolean | null;
            /**
             * @description Why it is not known, or cannot drift
             * @example null
             */
            reason: string | null;
            /**
             * @description Matured days
             * @example 91
             */
            days: number;
            /**
             * @description Matured estimates
             * @example 12000
             */
            estimates: number;
            /** @description Log error over that of the last price */
            relative_log_error: components["schemas"]["RollingFigureAnswer"] | null;
            /** @description Share of prices inside the 80 % interval */
            coverage_80: components["schemas"]["RollingFigureAnswer"] | null;
        };
        DriftDayAnswer: {
            /** @example 2025-06-30 */
            date: string;
            /** @example 12 */
            model_id: number;
            /**
             * @description Anything drifts; null where it is not known
             * @example false
             */
            has_drift: boolean | null;
            /**
             * @description Evaluated days in a row with drift, this one included
             * @example 0
             */
            persistent_days: number;
            /** @description What the model is fed with */
            inputs: components["schemas"]["GroupDriftAnswer"];
            /** @description What it says */
            predictions: components["schemas"]["GroupDriftAnswer"];
            /** @description How that turned out */
            skill: components["schemas"]["SkillDriftAnswer"];
        };
        RetrainTriggerAnswer: {
            /** @example 2025-06-30 */
            date: string;
            /** @enum {string} */
            reason: "lost_skill" | "persistent_drift";
            /**
             * @description open: the next run trains; cooldown: nothing follows
             * @enum {string}
             */
            outcome: "open" | "cooldown" | "trained";
            /** @example 31 */
            training_run_id: number | null;
            /**
             * @description What the decision rests on
             * @example {
             *       "persistent_days": 3
             *     }
             */
            evidence: {
                [key: string]: unknown;
            };
            /**
             * Format: date-time
             * @example 2025-06-30T21:30:00.000Z
             */
            recorded_at: string;
        };
        DriftAnswer: {
            /** @example pokemon */
            game: string;
            /** @description Newest first */
            items: components["schemas"]["DriftDayAnswer"][];
            /** @description Trainings asked for out of turn, newest first */
            triggers: components["schemas"]["RetrainTriggerAnswer"][];
        };
        ModelCardAnswer: {
            /**
             * @description Of the format of the card
             * @example 1
             */
            card_version: number;
            /**
             * @description True: trained on an invented market, and its figures prove nothing about real cards
             * @example false
             */
            is_simulated: boolean;
            /**
             * @description What must be said first, such as that the market is simulated
             * @example null
             */
            notice: string | null;
            /**
             * @description Id, name, version, game, alias today, title, formula, source
             * @example {
             *       "id": 12,
             *       "name": "local-level",
             *       "version": 3
             *     }
             */
            model: {
                [key: string]: unknown;
            };
            /**
             * @description Last day seen, horizon, hash, days and rows of the training data
             * @example {
             *       "trained_through": "2025-06-30",
             *       "horizon_days": 28,
             *       "data_rows": 5400
             *     }
             */
            training: {
                [key: string]: unknown;
            };
            /**
             * @description Feature set of the training data, each feature with unit and formula
             * @example {
             *       "version": 1,
             *       "items": []
             *     }
             */
            features: {
                [key: string]: unknown;
            };
            /**
             * @description Fitted parameters; a large one by size and hash
             * @example [
             *       {
             *         "name": "level_gain",
             *         "value": 0.31
             *       }
             *     ]
             */
            parameters: {
                [key: string]: unknown;
            }[];
            /**
             * @description Cutoffs, rows, and every headline figure with its interval beside the last price
             * @example {
             *       "rows": 5400
             *     }
             */
            evaluation: {
                [key: string]: unknown;
            };
            /**
             * @description Whether the gate was passed, and each check with measured and required
             * @example {
             *       "has_passed": true,
             *       "checks": []
             *     }
             */
            gate: {
                [key: string]: unknown;
            };
            /**
             * @description What intervals and probabilities rest on; null where there are none
             * @example {
             *       "residuals": 5400
             *     }
             */
            calibration: {
                [key: string]: unknown;
            } | null;
            /**
             * @description What the estimates rest on most, where the model can tell
             * @example [
             *       {
             *         "name": "log_price",
             *         "share": 0.22
             *       }
             *     ]
             */
            top_features?: {
                [key: string]: unknown;
            }[];
            /**
             * @example [
             *       "Fair values of single cards"
             *     ]
             */
            intended_use: string[];
            /**
             * @example [
             *       "Says nothing about sealed products"
             *     ]
             */
            limits: string[];
        };
        ProbabilityRecordAnswer: {
            /**
             * @description Estimates with such a probability
             * @example 900
             */
            count: number;
            /**
             * @description Mean of (probability - outcome)^2
             * @example 0.97
             */
            brier: number | null;
            /**
             * @description Share of these that moved so
             * @example 0.97
             */
            base_ratio: number | null;
            /**
             * @description Brier score of always saying that share, which is known only afterwards
             * @example 0.97
             */
            base_brier: number | null;
        };
        PredictionRecordAnswer: {
            /**
             * @description Estimates that have matured, with a price seen at the end
             * @example 1200
             */
            count: number;
            /**
             * @description Absolute error / that of the last price, in money; below 1 is better than the last price
             * @example 0.97
             */
            relative_mae: number | null;
            /**
             * @description The same in proportion: each card counts alike
             * @example 0.97
             */
            relative_log_error: number | null;
            /**
             * @description Share of prices within the 80 % interval, of those with one
             * @example 0.97
             */
            coverage_80: number | null;
            up: components["schemas"]["ProbabilityRecordAnswer"];
            down: components["schemas"]["ProbabilityRecordAnswer"];
            /**
             * @description True where the last price was nearer, in money or in proportion
             * @example false
             */
            lost: boolean;
        };
        PredictionMonthAnswer: {
            /**
             * @description Estimates that have matured, with a price seen at the end
             * @example 1200
             */
            count: number;
            /**
             * @description Absolute error / that of the last price, in money; below 1 is better than the last price
             * @example 0.97
             */
            relative_mae: number | null;
            /**
             * @description The same in proportion: each card counts alike
             * @example 0.97
             */
            relative_log_error: number | null;
            /**
             * @description Share of prices within the 80 % interval, of those with one
             * @example 0.97
             */
            coverage_80: number | null;
            up: components["schemas"]["ProbabilityRecordAnswer"];
            down: components["schemas"]["ProbabilityRecordAnswer"];
            /**
             * @description True where the last price was nearer, in money or in proportion
             * @example false
             */
            lost: boolean;
            /**
             * @description Of the days the estimates were made for
             * @example 2025-06
             */
            month: string;
        };
        HorizonRecordAnswer: {
            /** @example 28 */
            horizon_days: number;
            total: components["schemas"]["PredictionRecordAnswer"];
            /** @description Ascending, every month there is */
            months: components["schemas"]["PredictionMonthAnswer"][];
        };
        ModelTrackRecordAnswer: {
            model: components["schemas"]["ModelName"];
            horizons: components["schemas"]["HorizonRecordAnswer"][];
            /** @example pokemon */
            game: string;
            /** @example false */
            is_simulated: boolean;
        };
        MarketPointAnswer: {
            /**
             * Format: date
             * @example 2025-06-30
             */
            date: string;
            /**
             * @description 100 on the first day; null where too few cards were priced to say
             * @example 103.2
             */
            value: number | null;
            /**
             * @description Cards that rose by more than 1 % since the point before
             * @example 120
             */
            rising: number;
            /** @example 80 */
            falling: number;
            /** @example 400 */
            unchanged: number;
        };
        SetChangeAnswer: {
            /** @example Base Set */
            set: string;
            /** @example 102 */
            cards: number;
            /**
             * @description A fraction; null where too few cards were priced to say
             * @example 0.012
             */
            change_7d_ratio: number | null;
            /**
             * @description A fraction; null where too few cards were priced to say
             * @example 0.012
             */
            change_30d_ratio: number | null;
        };
        MoverAnswer: {
            card: components["schemas"]["CardAnswer"];
            price: components["schemas"]["Money"];
            /** @description A week before */
            previous_price: components["schemas"]["Money"];
            /** @example 0.21 */
            change_ratio: number;
        };
        SignalCountAnswer: {
            /**
             * @description null: none was given
             * @example BUY
             * @enum {string|null}
             */
            signal: "BUY" | "SELL" | "HOLD" | null;
            /** @example 31 */
            count: number;
            /**
             * @description Of these, not said the day before
             * @example 4
             */
            new_count: number;
        };
        MarketAnswer: {
            /** @example pokemon */
            game: string;
            /**
             * Format: date
             * @description The last evaluated day; null before the first
             * @example 2025-06-30
             */
            date: string | null;
            /** @description Every week of the last quarter */
            index: components["schemas"]["MarketPointAnswer"][];
            /**
             * @description A fraction; null where too few cards were priced to say
             * @example 0.012
             */
            change_1d_ratio: number | null;
            /**
             * @description A fraction; null where too few cards were priced to say
             * @example 0.012
             */
            change_7d_ratio: number | null;
            /**
             * @description A fraction; null where too few cards were priced to say
             * @example 0.012
             */
            change_30d_ratio: number | null;
            /** @description The largest sets first */
            sets: components["schemas"]["SetChangeAnswer"][];
            /** @description The largest rises of the week */
            rising: components["schemas"]["MoverAnswer"][];
            falling: components["schemas"]["MoverAnswer"][];
            signals: components["schemas"]["SignalCountAnswer"][];
            /**
             * @description True: this market is made up, and so is every number here
             * @example false
             */
            is_simulated: boolean;
        };
        DeclinedAnswer: {
            /** @enum {string} */
            reason: "no_history" | "stale_source" | "source_frozen" | "quarantined_price" | "unconfirmed_spike" | "no_fair_value" | "no_demonstrated_skill" | "no_calibration" | "other_currency";
            /**
             * @description Cards and days without a signal for it
             * @example 12
             */
            count: number;
            /** @example The price was worked out too long ago to say anything about that day. */
            sentence: string;
        };
        TodayItemAnswer: {
            card: components["schemas"]["CardAnswer"];
            prediction: components["schemas"]["PredictionAnswer"];
            /** @description Net of the costs of `profile` */
            advice: components["schemas"]["AdviceAnswer"];
            /**
             * Format: date
             * @description First day of the unbroken run of this signal
             * @example 2025-06-28
             */
            signal_since: string | null;
        };
        TodayAnswer: {
            /** @example pokemon */
            game: string;
            /**
             * Format: date
             * @description The last evaluated day; null before the first
             * @example 2025-06-30
             */
            date: string | null;
            /** @example tcgplayer */
            profile: string;
            /** @description Of all cards of the game, whatever was filtered */
            counts: components["schemas"]["SignalCountAnswer"][];
            /** @description Why cards got no signal, the most frequent reason first */
            declined: components["schemas"]["DeclinedAnswer"][];
            /** @description The surest first */
            items: components["schemas"]["TodayItemAnswer"][];
            /**
             * @description True: this market is made up, and so is every number here
             * @example false
             */
            is_simulated: boolean;
        };
        SignalRecordAnswer: {
            /** @enum {string} */
            signal: "BUY" | "SELL" | "HOLD";
            /** @example 7 */
            holding_days: number;
            /**
             * @description Signals that have matured
             * @example 120
             */
            given: number;
            /**
             * @description Of these, with a price seen while held
             * @example 118
             */
            judged: number;
            /**
             * @description Of these, right
             * @example 50
             */
            good: number;
            /**
             * @description good / judged
             * @example 0.42
             */
            precision_ratio: number | null;
            /**
             * @description Of the moves that make such a signal right, the share it was given for
             * @example 0.42
             */
            recall_ratio: number | null;
            /**
             * @description The share of all judged signals, of any kind, with such a move: what precision has to beat
             * @example 0.42
             */
            base_ratio: number | null;
            /**
             * @description precision / base rate
             * @example 0.42
             */
            lift_ratio: number | null;
        };
        SignalMonthAnswer: {
            /** @enum {string} */
            signal: "BUY" | "SELL" | "HOLD";
            /** @example 7 */
            holding_days: number;
            /**
             * @description Signals that have matured
             * @example 120
             */
            given: number;
            /**
             * @description Of these, with a price seen while held
             * @example 118
             */
            judged: number;
            /**
             * @description Of these, right
             * @example 50
             */
            good: number;
            /**
             * @description good / judged
             * @example 0.42
             */
            precision_ratio: number | null;
            /**
             * @description Of the moves that make such a signal right, the share it was given for
             * @example 0.42
             */
            recall_ratio: number | null;
            /**
             * @description The share of all judged signals, of any kind, with such a move: what precision has to beat
             * @example 0.42
             */
            base_ratio: number | null;
            /**
             * @description precision / base rate
             * @example 0.42
             */
            lift_ratio: number | null;
            /**
             * @description Of the days the signals were given
             * @example 2025-06
             */
            month: string;
            /**
             * @description True where such signals were right less often than chance
             * @example false
             */
            lost: boolean;
        };
        TrackRecordAnswer: {
            /** @example pokemon */
            game: string;
            /** @example false */
            is_simulated: boolean;
            /**
             * @description A BUY is right if the price rose by at least this share while held
             * @example 0.1
             */
            move_ratio: number;
            /**
             * @description First day of a judged signal
             * @example 2025-01-01
             */
            from: string | null;
            /** @example 2025-06-01 */
            to: string | null;
            /** @description Losing ones included */
            items: components["schemas"]["SignalRecordAnswer"][];
            /** @description The same month by month, ascending, the lost ones included */
            months: components["schemas"]["SignalMonthAnswer"][];
            /** @description Why no signal was given, over the last `declined_days` days, the most frequent first */
            declined: components["schemas"]["DeclinedAnswer"][];
            /** @example 30 */
            declined_days: number;
        };
        VersionRecordAnswer: {
            model: components["schemas"]["ModelName"];
            horizons: components["schemas"]["HorizonRecordAnswer"][];
        };
        PredictionTrackRecordAnswer: {
            /** @example pokemon */
            game: string;
            /** @example false */
            is_simulated: boolean;
            /** @description What the champion of each day said, whichever version that was */
            served: components["schemas"]["HorizonRecordAnswer"][];
            /** @description Every version, those nobody saw included, newest first */
            models: components["schemas"]["VersionRecordAnswer"][];
        };
        WorthAnswer: {
            /** @description The lower end of the band that holds the price to come with 80 %; null where there is no band */
            low: components["schemas"]["Money"] | null;
            /** @description At the market price */
            mid: components["schemas"]["Money"];
            high: components["schemas"]["Money"] | null;
        };
        HoldingAnswer: {
            /** @example 1 */
            lot_id: number;
            /** @example base1-4|Holofoil */
            card_id: string;
            /** @example Charizard */
            name: string;
            /** @example Base Set */
            set: string;
            /** @example 4/102 */
            number: string;
            /** @example Holofoil */
            variant: string;
            /** @example NM */
            condition: string;
            /** @example RAW */
            grade: string;
            /**
             * @description Empty where nobody said
             * @example en
             */
            language: string;
            /** @example 2 */
            quantity: number;
            /** @description What one cost; null: not known */
            unit_cost: components["schemas"]["Money"] | null;
            /** @description Of the whole lot */
            fees: components["schemas"]["Money"];
            /**
             * Format: date
             * @example 2025-06-01
             */
            acquired_on: string | null;
            /** @example  */
            note: string;
            /** @description Of the whole lot, as if nothing of it had been sold; null: not known, which `no_value_reason` explains */
            value: components["schemas"]["WorthAnswer"] | null;
            /**
             * @example null
             * @enum {string|null}
             */
            no_value_reason: "no_price" | "no_price_of_grade" | "no_price_of_condition" | null;
            /**
             * Format: date
             * @description The day of the price
             * @example 2025-06-30
             */
            price_observed_on: string | null;
            /** @example false */
            is_stale: boolean;
            /**
             * @example HOLD
             * @enum {string|null}
             */
            signal: "BUY" | "SELL" | "HOLD" | null;
            /** @example false */
            is_simulated: boolean;
        };
        DisposalAnswer: {
            /** @example 1 */
            lot_id: number;
            /** @example 1 */
            quantity: number;
            /** @description null: not known */
            cost: components["schemas"]["Money"] | null;
            proceeds: components["schemas"]["Money"];
            /** @description null: the cost is not known, or in another currency */
            profit: components["schemas"]["Money"] | null;
        };
        SaleAnswer: {
            /** @example 1 */
            sale_id: number;
            /** @example base1-4|Holofoil */
            card_id: string;
            /** @example Charizard */
            name: string;
            /** @example 1 */
            quantity: number;
            /** @example NM */
            condition: string;
            /** @example RAW */
            grade: string;
            unit_price: components["schemas"]["Money"];
            fees: components["schemas"]["Money"];
            /**
             * Format: date
             * @example 2025-06-20
             */
            sold_on: string;
            /** @example  */
            note: string;
            /** @description Of which lots it was sold, first in, first out; less than the quantity where it was not bought here */
            lots: components["schemas"]["DisposalAnswer"][];
        };
        ChoiceAnswer: {
            /** @example base1-4|Holofoil */
            card_id: string;
            /** @example Charizard, Base Set, 4/102, Holofoil */
            name: string;
        };
        RowProblemAnswer: {
            /** @example quantity */
            field: string;
            /**
             * @description What the row says
             * @example two
             */
            value: string;
            /**
             * @example not_a_number
             * @enum {string}
             */
            code: "missing" | "not_a_number" | "out_of_range" | "unknown_value" | "not_a_day" | "malformed_quotes" | "wrong_column_count" | "unknown_card" | "ambiguous_card";
            /** @example quantity is "two"; expected a whole number of at least 1. */
            detail: string;
            /** @description Cards that may be meant */
            choices: components["schemas"]["ChoiceAnswer"][];
        };
        TrayRowAnswer: {
            /**
             * @description Of the file, from 1
             * @example 7
             */
            line: number;
            /**
             * @description What the row says, by column
             * @example {
             *       "quantity": "two"
             *     }
             */
            said: {
                [key: string]: string;
            };
            problems: components["schemas"]["RowProblemAnswer"][];
            /** @example 1 */
            id: number;
            /**
             * Format: date-time
             * @example 2025-06-30T21:30:00.000Z
             */
            created_at: string;
        };
        ExportAnswer: {
            /**
             * Format: date-time
             * @example 2025-06-30T21:30:00.000Z
             */
            exported_at: string;
            holdings: components["schemas"]["HoldingAnswer"][];
            sales: components["schemas"]["SaleAnswer"][];
            tray: components["schemas"]["TrayRowAnswer"][];
        };
        RepricedRowAnswer: {
            /** @example 2 */
            line: number;
            /** @example 8608859 */
            sku_id: string;
            /** @example Charizard */
            name: string;
            /** @example base1-4|Holofoil */
            card_id: string | null;
            /** @description null: the list has none */
            from: components["schemas"]["Money"] | null;
            /** @description null: the price stays */
            to: components["schemas"]["Money"] | null;
            /**
             * @example fair_value_capped
             * @enum {string}
             */
            reason: "fair_value" | "fair_value_floored" | "fair_value_capped" | "market_price" | "stale_price" | "no_price" | "unknown_card" | "unreadable_row";
        };
        RepriceAnswer: {
            /**
             * @description The same 16 columns, to be uploaded
             * @example "TCGplayer Id","Product Line"
             */
            content: string;
            /** @example 1 */
            changed_count: number;
            /** @description Every row of the list, with the reason */
            rows: components["schemas"]["RepricedRowAnswer"][];
        };
        RepriceRequest: {
            /**
             * @description The text of a TCGplayer MyPricing list
             * @example "TCGplayer Id","Product Line","Set Name","Product Name","Title","Number","Rarity","Condition","TCG Market Price","TCG Direct Low","TCG Low Price With Shipping","TCG Low Price","Total Quantity","Add to Quantity","TCG Marketplace Price","Photo URL"
             *     "8608859","Pokemon","Base Set","Charizard","","4/102","Holo Rare","Near Mint Holofoil","310.00","","","299.00","1","0","320.00",""
             */
            content: string;
            /**
             * @description No suggestion lies below the market price times this
             * @default 0.9
             * @example 0.9
             */
            floor_ratio?: number;
            /**
             * @description No suggestion lies above the market price times this
             * @default 1.25
             * @example 1.25
             */
            ceiling_ratio?: number;
            /**
             * @description Whether the list that comes back has only rows whose price changes
             * @default true
             * @example true
             */
            only_changed?: boolean;
        };
        HoldingListAnswer: {
            items: components["schemas"]["HoldingAnswer"][];
            /**
             * @description Ask for the next page with this; null on the last
             * @example null
             */
            next_cursor: string | null;
        };
        AddLotRequest: {
            /**
             * @example NM
             * @enum {string}
             */
            condition?: "NM" | "LP" | "MP" | "HP" | "DMG" | "UNSPECIFIED";
            /**
             * @description RAW, or grader and grade: PSA_10
             * @example RAW
             */
            grade?: string;
            /** @example en */
            language?: string;
            /**
             * @description What one cost; null: not known, in minor units
             * @example 1250
             */
            unit_cost_minor?: number | null;
            /**
             * @description Postage and the like of the whole lot, in minor units
             * @example 300
             */
            fees_minor?: number | null;
            /**
             * @default USD
             * @example USD
             * @enum {string}
             */
            currency?: "USD" | "EUR" | "GBP" | "CAD" | "AUD" | "JPY";
            /**
             * Format: date
             * @description null: not known; it then counts as the oldest
             * @example 2025-06-01
             */
            acquired_on?: string | null;
            /** @example from the shop in the harbour */
            note?: string;
            /** @example base1-4|Holofoil */
            card_id: string;
            /** @example 2 */
            quantity: number;
        };
        ChangeLotRequest: {
            /**
             * @example NM
             * @enum {string}
             */
            condition?: "NM" | "LP" | "MP" | "HP" | "DMG" | "UNSPECIFIED";
            /**
             * @description RAW, or grader and grade: PSA_10
             * @example RAW
             */
            grade?: string;
            /** @example en */
            language?: string;
            /**
             * @description What one cost; null: not known, in minor units
             * @example 1250
             */
            unit_cost_minor?: number | null;
            /**
             * @description Postage and the like of the whole lot, in minor units
             * @example 300
             */
            fees_minor?: number | null;
            /**
             * @default USD
             * @example USD
             * @enum {string}
             */
            currency?: "USD" | "EUR" | "GBP" | "CAD" | "AUD" | "JPY";
            /**
             * Format: date
             * @description null: not known; it then counts as the oldest
             * @example 2025-06-01
             */
            acquired_on?: string | null;
            /** @example from the shop in the harbour */
            note?: string;
            /** @example 2 */
            quantity?: number;
        };
        RemovedAnswer: {
            /** @example true */
            is_removed: boolean;
        };
        SaleListAnswer: {
            items: components["schemas"]["SaleAnswer"][];
        };
        SellRequest: {
            /** @example base1-4|Holofoil */
            card_id: string;
            /** @example 2 */
            quantity: number;
            /**
             * @example NM
             * @enum {string}
             */
            condition?: "NM" | "LP" | "MP" | "HP" | "DMG" | "UNSPECIFIED";
            /**
             * @description RAW, or grader and grade: PSA_10
             * @example RAW
             */
            grade?: string;
            /**
             * @description What one was sold for, in minor units
             * @example 2000
             */
            unit_price_minor: number;
            /**
             * @description What the seller did not keep of the whole sale, in minor units
             * @example 350
             */
            fees_minor?: number | null;
            /**
             * @default USD
             * @example USD
             * @enum {string}
             */
            currency?: "USD" | "EUR" | "GBP" | "CAD" | "AUD" | "JPY";
            /**
             * Format: date
             * @example 2025-06-20
             */
            sold_on: string;
            /** @example from the shop in the harbour */
            note?: string;
        };
        TotalAnswer: {
            /** @example USD */
            currency: string;
            /** @description At market prices */
            expected: components["schemas"]["Money"];
            /** @description At the lower ends of the bands; cards without a band at their market price */
            conservative: components["schemas"]["Money"];
            optimistic: components["schemas"]["Money"];
            /** @example 42 */
            cards: number;
            /** @example 3 */
            cards_without_band: number;
        };
        NoValueAnswer: {
            /**
             * @example no_price_of_grade
             * @enum {string}
             */
            reason: "no_price" | "no_price_of_grade" | "no_price_of_condition";
            /** @example 2 */
            cards: number;
        };
        ProfitAnswer: {
            /** @description Below zero: a loss */
            profit: components["schemas"]["Money"];
            /** @description What they cost; null where that is in the profit */
            cost: components["schemas"]["Money"] | null;
            /**
             * @description Of so many cards: those of which cost and price are known
             * @example 40
             */
            cards: number;
        };
        AllocationAnswer: {
            /** @example Base Set */
            set: string;
            value: components["schemas"]["Money"];
        };
        CollectionValueAnswer: {
            /** @description Each currency by itself */
            totals: components["schemas"]["TotalAnswer"][];
            /** @description Cards whose value is not known, and why */
            unvalued: components["schemas"]["NoValueAnswer"][];
            /** @description Of what is left */
            unrealised: components["schemas"]["ProfitAnswer"][];
            /** @description Of what was sold */
            realised: components["schemas"]["ProfitAnswer"][];
            /**
             * @description Cards that were sold at a profit or loss nobody can tell
             * @example 0
             */
            realised_unknown_cards: number;
            /** @description What is left by set, the most valuable first */
            allocation: components["schemas"]["AllocationAnswer"][];
            /**
             * @description True: some of it is of a market that is made up
             * @example false
             */
            is_simulated: boolean;
        };
        GoodRowAnswer: {
            /** @example 2 */
            line: number;
            /** @example base1-4|Holofoil */
            card_id: string;
            /** @example Charizard */
            name: string;
            /** @example Base Set */
            set: string;
            /** @example Holofoil */
            variant: string;
            /** @example 1 */
            quantity: number;
            /** @example NM */
            condition: string;
            /** @example RAW */
            grade: string;
            /**
             * @description changed: it is there with another quantity
             * @example new
             * @enum {string}
             */
            status: "new" | "same" | "changed";
        };
        BadRowAnswer: {
            /**
             * @description Of the file, from 1
             * @example 7
             */
            line: number;
            /**
             * @description What the row says, by column
             * @example {
             *       "quantity": "two"
             *     }
             */
            said: {
                [key: string]: string;
            };
            problems: components["schemas"]["RowProblemAnswer"][];
        };
        ImportPreviewAnswer: {
            /**
             * @description null: by the mapping
             * @example pokecollector
             * @enum {string|null}
             */
            preset: "pokewatch" | "tcgplayer" | "collectr" | "dragon_shield_web" | "dragon_shield_app" | "pokecollector" | null;
            /** @example , */
            delimiter: string;
            /**
             * @example [
             *       "set_code",
             *       "number"
             *     ]
             */
            columns: string[];
            /** @example 120 */
            row_count: number;
            /** @example 117 */
            good_count: number;
            /** @example 3 */
            bad_count: number;
            /** @description The first 50 */
            rows: components["schemas"]["GoodRowAnswer"][];
            /** @description All rows that cannot be used, with every reason */
            bad_rows: components["schemas"]["BadRowAnswer"][];
        };
        ImportListRequest: {
            /**
             * @description The text of the file
             * @example set_code,number,quantity,condition,variant,lang,purchase_price
             *     base1,4/102,1,NM,Holofoil,en,120.00
             */
            content: string;
            /**
             * @description Whose list it is; found out by its columns, where nothing is said
             * @example pokecollector
             * @enum {string}
             */
            preset?: "pokewatch" | "tcgplayer" | "collectr" | "dragon_shield_web" | "dragon_shield_app" | "pokecollector";
            /** @description Field -> column, for lists of nobody that is known here (Cardmarket's). Fields: card_id, name, set, number, variant, condition, grade, language, quantity, unit_cost, acquired_on, note, currency */
            mapping?: {
                [key: string]: string;
            };
            /**
             * @default USD
             * @example USD
             * @enum {string}
             */
            currency?: "USD" | "EUR" | "GBP" | "CAD" | "AUD" | "JPY";
        };
        ImportDoneAnswer: {
            /** @example 117 */
            added: number;
            /**
             * @description Were there with another quantity
             * @example 0
             */
            changed: number;
            /** @example 0 */
            unchanged: number;
            /**
             * @description Rows that cannot be used and were not in the tray yet
             * @example 3
             */
            new_in_tray: number;
            /**
             * @description Rows in the tray now
             * @example 3
             */
            in_tray: number;
            bad_rows: components["schemas"]["BadRowAnswer"][];
        };
        TrayAnswer: {
            items: components["schemas"]["TrayRowAnswer"][];
            /**
             * @description Ask for the next page with this; null on the last
             * @example null
             */
            next_cursor: string | null;
        };
        FixRowRequest: {
            /** @example base1-4|Holofoil */
            card_id: string;
            /** @example 2 */
            quantity?: number;
            /**
             * @example NM
             * @enum {string}
             */
            condition?: "NM" | "LP" | "MP" | "HP" | "DMG" | "UNSPECIFIED";
            /**
             * @description RAW, or grader and grade: PSA_10
             * @example RAW
             */
            grade?: string;
        };
        WatchedAnswer: {
            /** @example base1-4|Holofoil */
            card_id: string;
            /** @example Charizard */
            name: string;
            /** @example Base Set */
            set: string;
            /** @example 4/102 */
            number: string;
            /** @example Holofoil */
            variant: string;
            target_price: components["schemas"]["Money"] | null;
            /** @example  */
            note: string;
            /** @description null: not known */
            market_price: components["schemas"]["Money"] | null;
            /** @description null: not known */
            fair_value: components["schemas"]["Money"] | null;
            /**
             * @example HOLD
             * @enum {string|null}
             */
            signal: "BUY" | "SELL" | "HOLD" | null;
            /** @example 0.41 */
            confidence: number | null;
            /** @example false */
            is_stale: boolean;
            /** @example false */
            is_simulated: boolean;
        };
        WatchlistAnswer: {
            items: components["schemas"]["WatchedAnswer"][];
            /**
             * @description Ask for the next page with this; null on the last
             * @example null
             */
            next_cursor: string | null;
        };
        WatchRequest: {
            /**
             * @description The price it is wished for, in minor units
             * @example 10000
             */
            target_price_minor?: number | null;
            /**
             * @default USD
             * @example USD
             * @enum {string}
             */
            currency?: "USD" | "EUR" | "GBP" | "CAD" | "AUD" | "JPY";
            /** @example from the shop in the harbour */
            note?: string;
        };
        ChannelAnswer: {
            /** @example 1 */
            id: number;
            /**
             * @example slack
             * @enum {string}
             */
            kind: "slack" | "discord" | "telegram" | "webhook" | "email";
            /** @example card team */
            name: string;
            /**
             * @example [
             *       "alerts"
             *     ]
             */
            events: ("alerts" | "signals")[];
            /**
             * @description What may be shown of the target
             * @example https://hooks.slack.com/…cret
             */
            hint: string;
            /**
             * @example active
             * @enum {string}
             */
            state: "active" | "muted" | "reconnect_needed";
            /**
             * @description What the other side said, where it needs to be reconnected
             * @example null
             */
            state_reason: string | null;
            /**
             * Format: date-time
             * @example null
             */
            muted_until: string | null;
            /**
             * Format: date-time
             * @example 2025-06-30T21:30:00.000Z
             */
            created_at: string;
        };
        ChannelsAnswer: {
            items: components["schemas"]["ChannelAnswer"][];
        };
        CreateChannel: {
            /**
             * @example slack
             * @enum {string}
             */
            kind: "slack" | "discord" | "telegram" | "webhook" | "email";
            /** @example card team */
            name: string;
            /**
             * @description slack and discord: url. webhook: url, secret. email: host, port, security (tls, starttls or none), user, password, from, to. Never answered again: `hint` shows what it is
             * @example {
             *       "url": "https://hooks.slack.com/services/T0000/B0000/secret"
             *     }
             */
            target: {
                [key: string]: unknown;
            };
            /**
             * @description What the channel is told: alerts, and the new BUY and SELL signals of a day
             * @default [
             *       "alerts"
             *     ]
             * @example [
             *       "alerts",
             *       "signals"
             *     ]
             */
            events?: ("alerts" | "signals")[];
        };
        UpdateChannel: {
            /** @example card team */
            name?: string;
            /**
             * @description Replaces the whole target. slack and discord: url. webhook: url, secret. email: host, port, security (tls, starttls or none), user, password, from, to. Never answered again: `hint` shows what it is
             * @example {
             *       "url": "https://hooks.slack.com/services/T0000/B0000/secret"
             *     }
             */
            target?: {
                [key: string]: unknown;
            };
            /**
             * @description What the channel is told: alerts, and the new BUY and SELL signals of a day
             * @example [
             *       "alerts",
             *       "signals"
             *     ]
             */
            events?: ("alerts" | "signals")[];
        };
        MuteChannel: {
            /**
             * Format: date-time
             * @description Until it is unmuted, where nothing is said
             * @example 2030-01-01T08:00:00Z
             */
            until?: string;
        };
        ReceiptAnswer: {
            /**
             * @description HTTP status or SMTP reply code
             * @example 200
             */
            status: number;
            /** @example ok */
            answer: string;
        };
        DeliveryAnswer: {
            /** @example 12 */
            id: number;
            /**
             * @description Null for a test, and for signals
             * @example 4
             */
            alert_id: number | null;
            /** @example failed:daily:pokemon:2025-06-30 */
            alert_key: string | null;
            /**
             * @description The delivery whose message this says again, with its id
             * @example null
             */
            replay_of: number | null;
            /** @example 1 */
            channel_id: number;
            /** @example card team */
            channel: string;
            /**
             * @example raise
             * @enum {string}
             */
            kind: "raise" | "recover" | "test" | "signals" | "rules";
            /**
             * @example delivered
             * @enum {string}
             */
            state: "pending" | "delivered" | "failed" | "skipped_muted";
            /** @example 1 */
            attempts: number;
            /**
             * Format: date-time
             * @example null
             */
            next_attempt_at: string | null;
            /**
             * @description An earlier attempt ended without an answer and may have arrived
             * @example false
             */
            may_be_repeat: boolean;
            /** @example null */
            last_error: string | null;
            /** @description What the other side answered */
            receipt: components["schemas"]["ReceiptAnswer"] | null;
            /**
             * Format: date-time
             * @example 2025-06-30T21:30:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @example 2025-06-30T21:30:01.000Z
             */
            finished_at: string | null;
        };
        AlertAnswer: {
            /** @example 4 */
            id: number;
            /**
             * @description Names the breach: one open alert per key
             * @example failed:daily:pokemon:2025-06-30
             */
            key: string;
            /**
             * @example critical
             * @enum {string}
             */
            severity: "info" | "warning" | "critical";
            /** @example The daily run of pokemon for 2025-06-30 failed */
            title: string;
            /** @example daily:pokemon:2025-06-30:1 failed: a price is missing */
            text: string;
            /**
             * @example {
             *       "pipeline": "daily",
             *       "game": "pokemon",
             *       "day": "2025-06-30"
             *     }
             */
            subject: {
                [key: string]: unknown;
            };
            /**
             * Format: date-time
             * @example 2025-06-30T21:30:00.000Z
             */
            opened_at: string;
            /**
             * Format: date-time
             * @example null
             */
            recovered_at: string | null;
            /** @example null */
            recovery_text: string | null;
        };
        AlertsAnswer: {
            items: components["schemas"]["AlertAnswer"][];
        };
        DeliveriesAnswer: {
            items: components["schemas"]["DeliveryAnswer"][];
            /**
             * @description Ask for the next page with this; null on the last
             * @example null
             */
            next_cursor: string | null;
        };
        KeyMuteAnswer: {
            /** @example 1 */
            id: number;
            /** @example fresh:daily:pokemon:* */
            key_pattern: string;
            /**
             * Format: date-time
             * @example 2030-01-01T08:00:00.000Z
             */
            until: string;
            /** @example the source is being moved */
            reason: string;
        };
        KeyMutesAnswer: {
            items: components["schemas"]["KeyMuteAnswer"][];
        };
        MuteKeys: {
            /**
             * @description Keys to be silent about; * stands for any text
             * @example fresh:daily:pokemon:*
             */
            key_pattern: string;
            /**
             * Format: date-time
             * @example 2030-01-01T08:00:00Z
             */
            until: string;
            /**
             * @default
             * @example the source is being moved
             */
            reason?: string;
        };
        MyChannelAnswer: {
            /** @example 3 */
            id: number;
            /**
             * @example discord
             * @enum {string}
             */
            kind: "slack" | "discord" | "telegram" | "webhook" | "email";
            /** @example my phone */
            name: string;
            /**
             * @description What may be shown of the target
             * @example https://discord.com/…cret
             */
            hint: string;
            /**
             * @example active
             * @enum {string}
             */
            state: "active" | "muted" | "reconnect_needed";
            /**
             * @description What the other side said, where it needs to be reconnected
             * @example null
             */
            state_reason: string | null;
            /** @example Europe/Berlin */
            time_zone: string;
            /** @example 22:00 */
            quiet_from: string | null;
            /** @example 07:00 */
            quiet_until: string | null;
            /** @example null */
            digest_at: string | null;
            /**
             * Format: date-time
             * @example 2025-06-30T21:30:00.000Z
             */
            created_at: string;
        };
        MyChannelsAnswer: {
            items: components["schemas"]["MyChannelAnswer"][];
        };
        CreateMyChannel: {
            /**
             * @description By whose clocks the times are: an IANA name
             * @default UTC
             * @example Europe/Berlin
             */
            time_zone?: string;
            /**
             * @description Nothing is sent from here to quiet_until; what there is waits
             * @example 22:00
             */
            quiet_from?: string | null;
            /**
             * @description With quiet_from
             * @example 07:00
             */
            quiet_until?: string | null;
            /**
             * @description Everything of a day in one message at this time; null: at once
             * @example 18:00
             */
            digest_at?: string | null;
            /**
             * @example discord
             * @enum {string}
             */
            kind: "slack" | "discord" | "telegram" | "webhook" | "email";
            /** @example my phone */
            name: string;
            /**
             * @description slack and discord: url. telegram: bot_token, chat_id. webhook: url, secret. email: host, port, security (tls, starttls or none), user, password, from, to. Never answered again: `hint` shows what it is
             * @example {
             *       "url": "https://discord.com/api/webhooks/1234/secret"
             *     }
             */
            target: {
                [key: string]: unknown;
            };
        };
        UpdateMyChannel: {
            /**
             * @description By whose clocks the times are: an IANA name
             * @default UTC
             * @example Europe/Berlin
             */
            time_zone?: string;
            /**
             * @description Nothing is sent from here to quiet_until; what there is waits
             * @example 22:00
             */
            quiet_from?: string | null;
            /**
             * @description With quiet_from
             * @example 07:00
             */
            quiet_until?: string | null;
            /**
             * @description Everything of a day in one message at this time; null: at once
             * @example 18:00
             */
            digest_at?: string | null;
            /** @example my phone */
            name?: string;
            /**
             * @description Replaces the whole target. slack and discord: url. telegram: bot_token, chat_id. webhook: url, secret. email: host, port, security (tls, starttls or none), user, password, from, to. Never answered again: `hint` shows what it is
             * @example {
             *       "url": "https://discord.com/api/webhooks/1234/secret"
             *     }
             */
            target?: {
                [key: string]: unknown;
            };
        };
        AlertRuleAnswer: {
            /** @example 5 */
            id: number;
            /**
             * @example price_below
             * @enum {string}
             */
            kind: "price_below" | "price_above" | "target_price" | "rise" | "fall" | "under_fair_value" | "over_fair_value" | "signal" | "spike" | "stale";
            /**
             * @example card
             * @enum {string}
             */
            scope: "card" | "watchlist" | "holdings";
            /** @example base1-4|Holofoil */
            card_id: string | null;
            /** @example Charizard */
            name: string | null;
            /**
             * @description In plain words
             * @example costs 100.00 USD or less
             */
            words: string;
            price: components["schemas"]["Money"] | null;
            /** @example null */
            ratio: number | null;
            /** @example null */
            days: number | null;
            /** @example null */
            min_confidence: number | null;
            /** @example null */
            signals: ("BUY" | "SELL" | "HOLD")[] | null;
            /** @example false */
            is_once: boolean;
            /**
             * @description done: it was to fire once, and did
             * @example active
             * @enum {string}
             */
            state: "active" | "paused" | "done";
            /** @example  */
            note: string;
            /**
             * Format: date
             * @description The last day it found something of
             * @example null
             */
            last_found_on: string | null;
            /**
             * Format: date-time
             * @example 2025-06-30T21:30:00.000Z
             */
            created_at: string;
        };
        AlertRulesAnswer: {
            items: components["schemas"]["AlertRuleAnswer"][];
            /**
             * @description Ask for the next page with this; null on the last
             * @example null
             */
            next_cursor: string | null;
        };
        CreateAlertRule: {
            /**
             * @example price_below
             * @enum {string}
             */
            kind: "price_below" | "price_above" | "target_price" | "rise" | "fall" | "under_fair_value" | "over_fair_value" | "signal" | "spike" | "stale";
            /**
             * @description One card, or every card that you watch or have
             * @default card
             * @example card
             * @enum {string}
             */
            scope?: "card" | "watchlist" | "holdings";
            /**
             * @description Of scope card
             * @example base1-4|Holofoil
             */
            card_id?: string;
            /**
             * @description In minor units
             * @example 10000
             */
            price_minor?: number;
            /**
             * @description USD where nothing is said. A price in another one says nothing
             * @example USD
             * @enum {string}
             */
            currency?: "USD" | "EUR" | "GBP" | "CAD" | "AUD" | "JPY";
            /**
             * @description 0.1 is 10 %
             * @example 0.1
             */
            ratio?: number;
            /** @example 7 */
            days?: number;
            /**
             * @description Calibrated probability that a gap must come with. A card without one then never fires
             * @example 0.6
             */
            min_confidence?: number;
            /**
             * @example [
             *       "BUY"
             *     ]
             */
            signals?: ("BUY" | "SELL" | "HOLD")[];
            /**
             * @description It is done after it has fired
             * @default false
             * @example false
             */
            is_once?: boolean;
            /**
             * @default
             * @example for the binder
             */
            note?: string;
        };
        UpdateAlertRule: {
            /**
             * @example active
             * @enum {string}
             */
            state?: "active" | "paused";
            /** @example true */
            is_once?: boolean;
            /** @example for the binder */
            note?: string;
        };
        DeletedAnswer: {
            /** @example true */
            is_deleted: boolean;
        };
        FindingDeliveryAnswer: {
            /** @example my phone */
            channel: string;
            /**
             * @example delivered
             * @enum {string}
             */
            state: "pending" | "delivered" | "failed" | "skipped_muted";
            /**
             * Format: date-time
             * @description Where it is still to be sent: when
             * @example null
             */
            next_attempt_at: string | null;
            /** @example null */
            error: string | null;
        };
        FindingAnswer: {
            /** @example 12 */
            id: number;
            /** @example 5 */
            rule_id: number;
            /** @example base1-4|Holofoil */
            card_id: string;
            /** @example Charizard */
            name: string;
            /**
             * Format: date
             * @example 2025-06-30
             */
            date: string;
            /**
             * @description What the card did
             * @example costs 100.00 USD or less: it costs 98.50 USD
             */
            what: string;
            /** @example false */
            is_simulated: boolean;
            /** @description null: not known */
            market_price: components["schemas"]["Money"] | null;
            /** @description null: not known */
            fair_value: components["schemas"]["Money"] | null;
            /**
             * @example BUY
             * @enum {string|null}
             */
            signal: "BUY" | "SELL" | "HOLD" | null;
            /** @example 0.64 */
            confidence: number | null;
            /** @example  */
            note: string;
            /**
             * Format: date-time
             * @example 2025-06-30T21:30:00.000Z
             */
            found_at: string;
            /** @description Nothing: no channel, or the digest is still to come */
            deliveries: components["schemas"]["FindingDeliveryAnswer"][];
        };
        FindingsAnswer: {
            items: components["schemas"]["FindingAnswer"][];
            /**
             * @description Ask for the next page with this; null on the last
             * @example null
             */
            next_cursor: string | null;
        };
        Run: {
            /** @example daily:pokemon:2025-06-30:1 */
            run_id: string;
            /** @example daily */
            pipeline: string;
            /** @example pokemon */
            game: string;
            /**
             * @description Whether the game is the simulated market
             * @example false
             */
            is_simulated: boolean;
            /**
             * Format: date
             * @example 2025-06-30
             */
            date: string;
            /**
             * @example schedule
             * @enum {string}
             */
            trigger: "schedule" | "cli" | "api" | "start";
            /**
             * @example succeeded
             * @enum {string}
             */
            state: "running" | "succeeded" | "failed" | "cancelled";
            /** @example null */
            error: string | null;
            /**
             * Format: date-time
             * @example 2025-06-30T21:30:00.000Z
             */
            started_at: string;
            /**
             * Format: date-time
             * @example 2025-06-30T21:30:04.000Z
             */
            finished_at: string | null;
            /**
             * @description The run whose reports and inputs it took over
             * @example null
             */
            forked_from: string | null;
            /**
             * @description The first stage that it ran itself, where it was forked
             * @example null
             */
            from_stage: string | null;
        };
        Runs: {
            items: components["schemas"]["Run"][];
        };
        RunProvenanceAnswer: {
            /**
             * @description Version of the package and commit, or content hash, of the code it worked with
             * @example 0.1.0+g1a2b3c4d5e6f
             */
            code_version: string;
            /** @example v24.11.0 */
            node_version: string;
            /**
             * Format: date-time
             * @description Prices recorded later did not exist for it
             * @example 2025-06-30T21:30:00.000Z
             */
            known_at: string;
        };
        StageAttempt: {
            /** @example features */
            stage: string;
            /** @example 1 */
            attempt: number;
            /**
             * @description cached: the rows of an earlier run stand, see `cached_from`; reused: taken over from the run it was forked from
             * @example succeeded
             * @enum {string}
             */
            state: "running" | "succeeded" | "failed" | "skipped" | "cached" | "cancelled" | "reused";
            /** @example 512 */
            duration_ms: number | null;
            /**
             * @description Rows that were new or different
             * @example 320
             */
            rows_written: number | null;
            /**
             * @example {
             *       "printings": 320,
             *       "rows": 301
             *     }
             */
            counts: {
                [key: string]: number;
            };
            /** @example [] */
            notes: string[];
            /**
             * @description Why there was nothing to do
             * @example null
             */
            skipped: string | null;
            /**
             * @description The run that did the same work on the same input: the stage was not executed again
             * @example null
             */
            cached_from: string | null;
            /** @example null */
            error: string | null;
            /**
             * Format: date-time
             * @example 2025-06-30T21:30:00.000Z
             */
            started_at: string;
            /**
             * Format: date-time
             * @description When its worker last said that it is at it
             * @example 2025-06-30T21:30:00.000Z
             */
            heartbeat_at: string | null;
            /**
             * @description After this long the attempt is given up and the run fails
             * @example 600000
             */
            timeout_ms: number | null;
        };
        RunDetails: {
            /** @example daily:pokemon:2025-06-30:1 */
            run_id: string;
            /** @example daily */
            pipeline: string;
            /** @example pokemon */
            game: string;
            /**
             * @description Whether the game is the simulated market
             * @example false
             */
            is_simulated: boolean;
            /**
             * Format: date
             * @example 2025-06-30
             */
            date: string;
            /**
             * @example schedule
             * @enum {string}
             */
            trigger: "schedule" | "cli" | "api" | "start";
            /**
             * @example succeeded
             * @enum {string}
             */
            state: "running" | "succeeded" | "failed" | "cancelled";
            /** @example null */
            error: string | null;
            /**
             * Format: date-time
             * @example 2025-06-30T21:30:00.000Z
             */
            started_at: string;
            /**
             * Format: date-time
             * @example 2025-06-30T21:30:04.000Z
             */
            finished_at: string | null;
            /**
             * @description The run whose reports and inputs it took over
             * @example null
             */
            forked_from: string | null;
            /**
             * @description The first stage that it ran itself, where it was forked
             * @example null
             */
            from_stage: string | null;
            /** @description Null until its prices are collected, and of runs from before it was recorded */
            provenance: components["schemas"]["RunProvenanceAnswer"] | null;
            stages: components["schemas"]["StageAttempt"][];
        };
        SourceCollectionAnswer: {
            /**
             * Format: date
             * @example 2026-11-25
             */
            date: string;
            /**
             * @description complete: closed, never asked for again; unchanged: the source has nothing new; failed: goes on where it broke off
             * @example complete
             * @enum {string}
             */
            state: "running" | "complete" | "unchanged" | "failed";
            /**
             * @description Bodies that are in
             * @example 431
             */
            parts: number;
            /** @example 19402 */
            quotes: number;
            /** @example 19377 */
            accepted: number;
            /** @example 0 */
            unchanged: number;
            /** @example 0 */
            corrected: number;
            /** @example 25 */
            rejected: number;
            /**
             * @description Cards the source says have no price now
             * @example 398
             */
            unpriced: number;
            /**
             * @description Prices of products that match no card we know, listed at /v1/admin/unmatched
             * @example 3
             */
            unmatched: number;
            /**
             * Format: date-time
             * @example 2026-11-25T21:30:00.000Z
             */
            started_at: string;
            /**
             * Format: date-time
             * @example 2026-11-25T21:33:41.000Z
             */
            finished_at: string | null;
            /** @example null */
            error: string | null;
        };
        SourceAnswer: {
            /** @example tcgcsv */
            source: string;
            /** @example TCGplayer prices by tcgcsv.com */
            title: string;
            /** @example pokemon */
            game: string;
            /**
             * @description snapshot: a day nobody asked for is lost
             * @example snapshot
             * @enum {string}
             */
            kind: "snapshot" | "historical";
            /** @example USD */
            currency: string;
            /**
             * @description 1 is trusted most
             * @example 1
             */
            rank: number;
            /**
             * @description late: no whole day in the last 36 hours
             * @example fresh
             * @enum {string}
             */
            freshness: "fresh" | "late" | "never";
            /**
             * Format: date-time
             * @example 2026-11-25T21:33:41.000Z
             */
            last_success_at: string | null;
            last_collection: components["schemas"]["SourceCollectionAnswer"] | null;
            /**
             * @description null: it has no credits
             * @example null
             */
            credits_per_day: number | null;
            /** @example null */
            credits_left: number | null;
            /**
             * Format: date-time
             * @example null
             */
            credits_reset_at: string | null;
            /**
             * Format: date-time
             * @description Until when it is not asked, after too many failures
             * @example null
             */
            circuit_open_until: string | null;
        };
        Sources: {
            items: components["schemas"]["SourceAnswer"][];
        };
        LineageLinkAnswer: {
            /**
             * @example raw_payload
             * @enum {string}
             */
            link: "signal" | "policy" | "fair_value" | "model_version" | "promotion" | "experiment" | "training_run" | "training_snapshot" | "feature_row" | "observation" | "raw_payload" | "run" | "code";
            /**
             * @description What names it: a run id, a number, a hash
             * @example daily:pokemon:2025-06-30:1
             */
            id: string | null;
            /** @example daily:pokemon:2025-06-30:1, which knew what was recorded by 2025-06-30T21:30:00.000Z */
            sentence: string;
            /**
             * Format: date-time
             * @description When it was written down
             * @example 2025-06-30T21:30:04.000Z
             */
            recorded_at: string | null;
            /**
             * @description What is known of it; of a feature row, its values by name
             * @example {
             *       "known_at": "2025-06-30T21:30:00.000Z"
             *     }
             */
            facts: {
                [key: string]: unknown;
            };
            /**
             * @description Why the lineage cannot be followed here, or not as it was
             * @example null
             */
            problem: string | null;
            /** @example [] */
            made_from: components["schemas"]["LineageLinkAnswer"][];
        };
        LineageAnswer: {
            /** @example 4711-2025-06-30-net-1f2e3d4c */
            signal_id: string;
            /** @example base1-4|Holofoil */
            card_id: string;
            /**
             * Format: date
             * @example 2025-06-30
             */
            date: string;
            /**
             * @description True: this market is made up, and so is every number here
             * @example false
             */
            is_simulated: boolean;
            lineage: components["schemas"]["LineageLinkAnswer"];
        };
        ExpectationAnswer: {
            /** @example expect_column_values_to_not_be_null(market_cents) */
            expectation: string;
            /**
             * @description critical: nothing is computed from such a day
             * @example critical
             * @enum {string}
             */
            severity: "warn" | "error" | "critical";
            /**
             * @example passed
             * @enum {string}
             */
            status: "passed" | "failed" | "not_evaluated";
            /**
             * @description The share of judged rows that has to meet it
             * @example 1
             */
            mostly: number;
            /**
             * @description The share that did, or the figure the name speaks of; null where it was not or could not be evaluated
             * @example 1
             */
            observed: number | null;
            /** @example every row has a market price */
            expected: string;
            /**
             * @description Why it was not, or could not be, evaluated
             * @example null
             */
            reason: string | null;
            /**
             * @description Rows that did not meet it
             * @example 0
             */
            unexpected_count: number;
            /**
             * @description The first 50 printings of those rows
             * @example []
             */
            unexpected_printings: number[];
        };
        PartitionQuality: {
            /** @example tcgplayer */
            source: string;
            /**
             * Format: date
             * @example 2025-06-30
             */
            date: string;
            /**
             * Format: date-time
             * @example 2025-06-30T21:30:01.000Z
             */
            evaluated_at: string;
            /**
             * @description The run that evaluated it last; null for a backtest
             * @example daily:pokemon:2025-06-30:1
             */
            run_id: string | null;
            /** @example 20 */
            passed: number;
            /** @example 1 */
            failed: number;
            /**
             * @description Too little data: neither passed nor failed
             * @example 2
             */
            not_evaluated: number;
            /** @description Failed ones first, critical before error before warn */
            expectations: components["schemas"]["ExpectationAnswer"][];
        };
        FlagCount: {
            /** @example tcgplayer */
            source: string;
            /** @example SPIKE */
            flag: string;
            /** @example 3 */
            count: number;
        };
        PriceFlagAnswer: {
            /** @example 17 */
            id: number;
            /** @example base1-4|Holofoil */
            card_id: string;
            /** @example tcgplayer */
            source: string;
            /**
             * Format: date
             * @example 2025-06-30
             */
            date: string;
            /**
             * @example QUARANTINED
             * @enum {string}
             */
            flag: "QUARANTINED" | "SPIKE" | "THIN" | "SOLO" | "LISTING_PULLED";
            /**
             * @description What it rests on
             * @example {
             *       "reasons": [
             *         "unit_error"
             *       ],
             *       "before_cents": 500,
             *       "after_cents": 50000,
             *       "days": 1,
             *       "ratio": 100
             *     }
             */
            detail: {
                [key: string]: unknown;
            };
            /**
             * Format: date-time
             * @example 2025-06-30T21:30:01.000Z
             */
            flagged_at: string;
            /**
             * Format: date-time
             * @example null
             */
            released_at: string | null;
            /**
             * @description The key of the person who did; "quality" where the checks find it no longer
             * @example null
             */
            released_by: string | null;
        };
        QualityAnswer: {
            /** @example pokemon */
            game: string;
            /**
             * Format: date
             * @description Null where no day was judged yet
             * @example 2025-06-30
             */
            date: string | null;
            /** @description One per source with prices about this day */
            sources: components["schemas"]["PartitionQuality"][];
            /** @description Unreleased flags of prices about this day */
            flag_counts: components["schemas"]["FlagCount"][];
            /** @description Prices in quarantine about this day, released ones last; at most 200 */
            quarantined: components["schemas"]["PriceFlagAnswer"][];
        };
        RunQualityAnswer: {
            /** @example daily:pokemon:2025-06-30:1 */
            run_id: string;
            /** @description What the run judged; where a later run judged the same again, what that found, under its `run_id` */
            sources: components["schemas"]["PartitionQuality"][];
        };
        StartedRun: {
            /** @example daily:pokemon:2025-06-30:1 */
            run_id: string;
            /**
             * @description False where nothing has changed since that run: it stands
             * @example true
             */
            is_started: boolean;
        };
        StartRun: {
            /**
             * @description The game to run
             * @example pokemon
             */
            game: string;
            /**
             * Format: date
             * @description The day to run; the last observed day where nothing is said
             * @example 2025-06-30
             */
            date?: string;
        };
        Retrain: {
            /**
             * @description The game to run
             * @example pokemon
             */
            game: string;
            /**
             * Format: date
             * @description The day to run; the last observed day where nothing is said
             * @example 2025-06-30
             */
            date?: string;
            /**
             * @description Train although it is not due
             * @default true
             * @example true
             */
            force?: boolean;
        };
        RetryRun: {
            /**
             * @description The stage to begin at; the one that failed where nothing is said. A run that succeeded needs it
             * @example estimate
             */
            from_stage?: string;
        };
        ScheduleHealthAnswer: {
            /**
             * @example ok
             * @enum {string}
             */
            state: "ok" | "late" | "failing" | "paused";
            /**
             * @description Why, where it is not ok
             * @example null
             */
            reason: string | null;
        };
        Fire: {
            /**
             * Format: date-time
             * @description From the cron expression; of run_now the instant it was asked for
             * @example 2025-06-30T21:30:00.000Z
             */
            planned_at: string;
            /**
             * @example tick
             * @enum {string}
             */
            trigger: "tick" | "run_now" | "catch_up";
            /**
             * @description skipped: nothing to do; missed: no worker was there, and it is not made up for
             * @example done
             * @enum {string}
             */
            state: "claimed" | "done" | "failed" | "skipped" | "missed";
            /**
             * @description GET /v1/runs/{run_id} tells more
             * @example [
             *       "daily:pokemon:2025-06-30:1"
             *     ]
             */
            run_ids: string[];
            /** @example null */
            error: string | null;
            /**
             * Format: date-time
             * @example 2025-06-30T21:30:00.012Z
             */
            started_at: string;
            /**
             * Format: date-time
             * @example 2025-06-30T21:30:04.000Z
             */
            finished_at: string | null;
        };
        ScheduleAnswer: {
            /** @example 1 */
            id: number;
            /** @example collect-daily */
            name: string;
            /**
             * @example daily
             * @enum {string}
             */
            pipeline: "daily" | "retrain" | "score" | "backfill";
            /**
             * @description Null: every game that is due
             * @example null
             */
            game: string | null;
            /** @example 30 21 * * * */
            cron: string;
            /** @example UTC */
            time_zone: string;
            /** @example false */
            is_paused: boolean;
            /**
             * @example once
             * @enum {string}
             */
            missed_policy: "skip" | "once" | "catch_up";
            /** @example 10 */
            max_catch_up: number;
            /** @example 0 */
            jitter_seconds: number;
            health: components["schemas"]["ScheduleHealthAnswer"];
            /**
             * @description The next five; none while it is paused or deleted
             * @example [
             *       "2025-07-01T21:30:00.000Z"
             *     ]
             */
            next_fires: string[];
            last_fire: components["schemas"]["Fire"] | null;
            /** @example api key pw_abcd1234 */
            created_by: string;
            /**
             * Format: date-time
             * @example 2025-06-01T08:00:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @example 2025-06-01T08:00:00.000Z
             */
            updated_at: string;
            /**
             * Format: date-time
             * @example null
             */
            deleted_at: string | null;
        };
        Schedules: {
            items: components["schemas"]["ScheduleAnswer"][];
        };
        CreateSchedule: {
            /**
             * @description One game only; every game that is due where nothing is said
             * @example pokemon
             */
            game?: string | null;
            /**
             * @description A name of the IANA list
             * @default UTC
             * @example Europe/Berlin
             */
            time_zone?: string;
            /**
             * @description What becomes of times at which no worker was there
             * @default once
             * @example once
             * @enum {string}
             */
            missed_policy?: "skip" | "once" | "catch_up";
            /**
             * @description catch_up: at most so many missed times are made up for, the latest
             * @default 10
             * @example 10
             */
            max_catch_up?: number;
            /**
             * @description Begins up to so many seconds late, always the same for one time
             * @default 0
             * @example 60
             */
            jitter_seconds?: number;
            /** @example collect-daily */
            name: string;
            /**
             * @example daily
             * @enum {string}
             */
            pipeline: "daily" | "retrain" | "score" | "backfill";
            /**
             * @description 5 fields (minute hour day month weekday), or 6 with the second in front; at most once a minute
             * @example 30 21 * * *
             */
            cron: string;
        };
        EditSchedule: {
            /**
             * @description One game only; every game that is due where nothing is said
             * @example pokemon
             */
            game?: string | null;
            /**
             * @description A name of the IANA list
             * @default UTC
             * @example Europe/Berlin
             */
            time_zone?: string;
            /**
             * @description What becomes of times at which no worker was there
             * @default once
             * @example once
             * @enum {string}
             */
            missed_policy?: "skip" | "once" | "catch_up";
            /**
             * @description catch_up: at most so many missed times are made up for, the latest
             * @default 10
             * @example 10
             */
            max_catch_up?: number;
            /**
             * @description Begins up to so many seconds late, always the same for one time
             * @default 0
             * @example 60
             */
            jitter_seconds?: number;
            /** @example collect-daily */
            name?: string;
            /**
             * @example daily
             * @enum {string}
             */
            pipeline?: "daily" | "retrain" | "score" | "backfill";
            /**
             * @description 5 fields (minute hour day month weekday), or 6 with the second in front; at most once a minute
             * @example 30 21 * * *
             */
            cron?: string;
        };
        Fires: {
            items: components["schemas"]["Fire"][];
        };
        StartedBackfill: {
            /**
             * @description The schedule it is a fire of: GET /v1/schedules/{id}/fires shows how far it is
             * @example 4
             */
            schedule_id: number;
            /**
             * Format: date-time
             * @example 2025-07-01T08:00:00.000Z
             */
            planned_at: string;
            /**
             * @description Days to run, oldest first; those that are up to date are passed over
             * @example 30
             */
            days: number;
            /**
             * Format: date
             * @example 2025-06-01
             */
            first_day: string;
            /**
             * Format: date
             * @example 2025-06-30
             */
            last_day: string;
        };
        StartBackfill: {
            /**
             * @description A game of imported files or of sources with history
             * @example pokemon
             */
            game: string;
            /**
             * Format: date
             * @example 2025-06-01
             */
            from: string;
            /**
             * Format: date
             * @description At most 366 days in all
             * @example 2025-06-30
             */
            to: string;
        };
        TrackingCount: {
            /**
             * @example model_version
             * @enum {string}
             */
            kind: "training_run" | "candidate" | "model_version" | "alias_move" | "dvc_snapshot" | "dvc_model";
            /**
             * @example sent
             * @enum {string}
             */
            state: "pending" | "sent" | "failed" | "dropped";
            /** @example 8 */
            events: number;
        };
        TrackingEventAnswer: {
            /** @example 12 */
            id: number;
            /**
             * @example model_version
             * @enum {string}
             */
            kind: "training_run" | "candidate" | "model_version" | "alias_move" | "dvc_snapshot" | "dvc_model";
            /**
             * @description What has happened
             * @example model_version:7
             */
            key: string;
            /**
             * @description failed: refused, and would be again; dropped: there is nothing left to send
             * @example sent
             * @enum {string}
             */
            state: "pending" | "sent" | "failed" | "dropped";
            /** @example 1 */
            attempts: number;
            /**
             * @description Why it was not sent
             * @example null
             */
            last_error: string | null;
            /**
             * Format: date-time
             * @example 2025-06-30T21:31:00.000Z
             */
            recorded_at: string;
            /**
             * Format: date-time
             * @description When it is tried next; null where it is over
             * @example null
             */
            next_attempt_at: string | null;
            /**
             * Format: date-time
             * @example 2025-06-30T21:31:04.000Z
             */
            sent_at: string | null;
            /**
             * @description What the other side calls it: a run id, a version, a hash
             * @example 3
             */
            remote_id: string | null;
        };
        TrackingAnswer: {
            /**
             * @description Whether MLFLOW_TRACKING_URI is set
             * @example true
             */
            mlflow: boolean;
            /**
             * @description Whether DVC_REMOTE_URL is set
             * @example false
             */
            dvc: boolean;
            counts: components["schemas"]["TrackingCount"][];
            items: components["schemas"]["TrackingEventAnswer"][];
        };
        ReplayAnswer: {
            /**
             * @description Events that had failed and will be sent again
             * @example 3
             */
            replayed: number;
        };
        LiveAnswer: {
            /**
             * @example ok
             * @enum {string}
             */
            status: "ok";
        };
        ReadyAnswer: {
            /**
             * @example ok
             * @enum {string}
             */
            status: "ok";
            /**
             * @description Checks that hold
             * @example {
             *       "database": {
             *         "status": "up"
             *       },
             *       "data": {
             *         "status": "up",
             *         "evaluated_through": "2025-06-30",
             *         "age_days": 1
             *       }
             *     }
             */
            info: {
                [key: string]: {
                    /**
                     * @example up
                     * @enum {string}
                     */
                    status: "up" | "down";
                } & {
                    [key: string]: unknown;
                };
            };
            /**
             * @description Checks that do not: none, or the answer would be 503
             * @example {}
             */
            error: {
                [key: string]: unknown;
            };
            /**
             * @description All of them
             * @example {
             *       "database": {
             *         "status": "up"
             *       },
             *       "data": {
             *         "status": "up",
             *         "evaluated_through": "2025-06-30",
             *         "age_days": 1
             *       }
             *     }
             */
            details: {
                [key: string]: {
                    /**
                     * @example up
                     * @enum {string}
                     */
                    status: "up" | "down";
                } & {
                    [key: string]: unknown;
                };
            };
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyListAnswer"];
                };
            };
        };
    };
    createKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 visible ASCII characters of your choice. The same request with the same key is done once within 24 hours and answered the same, with `Idempotent-Replayed: true`. Another request with it: 422 `idempotency_key_reused`. While the first is under way: 409 `idempotency_in_progress` */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateKeyRequest"];
            };
        };
        responses: {
            /** @description What was asked for */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewKeyAnswer"];
                };
            };
        };
    };
    showKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyAnswer"];
                };
            };
        };
    };
    revokeKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyAnswer"];
                };
            };
        };
    };
    changeKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeKeyRequest"];
            };
        };
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyAnswer"];
                };
            };
        };
    };
    rotateKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 visible ASCII characters of your choice. The same request with the same key is done once within 24 hours and answered the same, with `Idempotent-Replayed: true`. Another request with it: 422 `idempotency_key_reused`. While the first is under way: 409 `idempotency_in_progress` */
                "Idempotency-Key"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RotateKeyRequest"];
            };
        };
        responses: {
            /** @description What was asked for */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewKeyAnswer"];
                };
            };
        };
    };
    listAudit: {
        parameters: {
            query?: {
                /** @description The public part of the key that acted, or cli */
                actor?: string;
                /** @description The operationId of the call */
                operation?: string;
                since?: string;
                limit?: number;
                /** @description `next_cursor` of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditListAnswer"];
                };
            };
        };
    };
    showSession: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of the answer you have
                 * @example "q1w2e3r4t5y6u7i8o9p0aa"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionAnswer"];
                };
            };
        };
    };
    openSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionAnswer"];
                };
            };
        };
    };
    closeSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionClosedAnswer"];
                };
            };
        };
    };
    getUsage: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of the answer you have
                 * @example "q1w2e3r4t5y6u7i8o9p0aa"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnUsageAnswer"];
                };
            };
        };
    };
    listUsage: {
        parameters: {
            query?: {
                /** @description The public part of one key */
                prefix?: string;
                /** @description The operationId of one call */
                operation?: string;
                /** @description From this day (UTC) on; the last 30 days, where nothing is said */
                since?: string;
                limit?: number;
                /** @description `next_cursor` of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsageListAnswer"];
                };
            };
        };
    };
    listCostProfiles: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of the answer you have
                 * @example "q1w2e3r4t5y6u7i8o9p0aa"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CostProfileListAnswer"];
                };
            };
        };
    };
    getNetProceeds: {
        parameters: {
            query: {
                /** @description What the buyer pays, postage included, in minor units */
                price_minor: number;
                currency?: "USD" | "EUR" | "GBP" | "CAD" | "AUD" | "JPY";
                /** @description Where it is sold; see GET /v1/cost-profiles */
                profile: "collection" | "tcgplayer" | "ebay" | "cardmarket";
            };
            header?: {
                /**
                 * @description The `ETag` of the answer you have
                 * @example "q1w2e3r4t5y6u7i8o9p0aa"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NetProceedsAnswer"];
                };
            };
        };
    };
    getAdvice: {
        parameters: {
            query?: {
                /** @description Whose costs; see GET /v1/cost-profiles. `custom`: those given here. The configured one, where nothing is said */
                profile?: "collection" | "tcgplayer" | "ebay" | "cardmarket" | "custom";
                /** @description How many days ahead; what the model was judged on, where nothing is said */
                horizon_days?: number;
                /** @description The last evaluated day of the game, where nothing is said */
                date?: string;
                /** @description Commission on what the buyer pays; needed, a fraction. Only with `profile=custom` */
                commission_ratio?: number;
                /** @description Postage you pay to send it; needed, in whole currency units. Only with `profile=custom` */
                postage?: number;
                /** @description The most the commission comes to, in whole currency units. Only with `profile=custom` */
                commission_cap?: number;
                /** @description Payment processing, a fraction. Only with `profile=custom` */
                payment_ratio?: number;
                /** @description Fixed fee of a sale, in whole currency units. Only with `profile=custom` */
                fixed_fee?: number;
                /** @description Postage you pay to send it tracked; as `postage`, where nothing is said, in whole currency units. Only with `profile=custom` */
                tracked_postage?: number;
                /** @description Sent tracked from this price on; never, where nothing is said, in whole currency units. Only with `profile=custom` */
                tracked_from?: number;
                /** @description Postage you pay to get it, in whole currency units. Only with `profile=custom` */
                buying_postage?: number;
            };
            header?: {
                /**
                 * @description The `ETag` of the answer you have
                 * @example "q1w2e3r4t5y6u7i8o9p0aa"
                 */
                "If-None-Match"?: string;
            };
            path: {
                /** @description URL-encoded in the path: base1-4%7CHolofoil */
                card_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdviceAnswer"];
                };
            };
        };
    };
    listGames: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of the answer you have
                 * @example "q1w2e3r4t5y6u7i8o9p0aa"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GameListAnswer"];
                };
            };
        };
    };
    listCards: {
        parameters: {
            query?: {
                limit?: number;
                /** @description Part of a name, number or card id */
                search?: string;
                /** @description Slug of the game; see GET /v1/games */
                game?: string;
                /** @description Name of the set */
                set?: string;
                rarity?: string;
                /** @description grail, chase, meta or personal */
                category?: string;
                variant?: string;
                product_type?: string;
                /** @description `next_cursor` of the page before; 0 begins at the first */
                cursor?: string;
            };
            header?: {
                /**
                 * @description The `ETag` of the answer you have
                 * @example "q1w2e3r4t5y6u7i8o9p0aa"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CardListAnswer"];
                };
            };
        };
    };
    searchCards: {
        parameters: {
            query: {
                /** @description Words, or parts of some */
                q: string;
                /** @description Slug of the game; see GET /v1/games */
                game?: string;
                limit?: number;
            };
            header?: {
                /**
                 * @description The `ETag` of the answer you have
                 * @example "q1w2e3r4t5y6u7i8o9p0aa"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CardSearchAnswer"];
                };
            };
        };
    };
    getCard: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of the answer you have
                 * @example "q1w2e3r4t5y6u7i8o9p0aa"
                 */
                "If-None-Match"?: string;
            };
            path: {
                /** @description URL-encoded in the path: base1-4%7CHolofoil */
                card_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CardDetailAnswer"];
                };
            };
        };
    };
    listPrices: {
        parameters: {
            query?: {
                /** @description A year before `to`, where nothing is said */
                from?: string;
                /** @description Today, where nothing is said */
                to?: string;
            };
            header?: {
                /**
                 * @description The `ETag` of the answer you have
                 * @example "q1w2e3r4t5y6u7i8o9p0aa"
                 */
                "If-None-Match"?: string;
            };
            path: {
                /** @description URL-encoded in the path: base1-4%7CHolofoil */
                card_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PriceListAnswer"];
                };
            };
        };
    };
    listPredictions: {
        parameters: {
            query?: {
                /** @description A year before `to`, where nothing is said */
                from?: string;
                /** @description Today, where nothing is said */
                to?: string;
            };
            header?: {
                /**
                 * @description The `ETag` of the answer you have
                 * @example "q1w2e3r4t5y6u7i8o9p0aa"
                 */
                "If-None-Match"?: string;
            };
            path: {
                /** @description URL-encoded in the path: base1-4%7CHolofoil */
                card_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PredictionListAnswer"];
                };
            };
        };
    };
    listOutcomes: {
        parameters: {
            query?: {
                /** @description A year before `to`, where nothing is said */
                from?: string;
                /** @description Today, where nothing is said */
                to?: string;
            };
            header?: {
                /**
                 * @description The `ETag` of the answer you have
                 * @example "q1w2e3r4t5y6u7i8o9p0aa"
                 */
                "If-None-Match"?: string;
            };
            path: {
                /** @description URL-encoded in the path: base1-4%7CHolofoil */
                card_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignalOutcomesAnswer"];
                };
            };
        };
    };
    getExplanation: {
        parameters: {
            query?: {
                /** @description The last evaluated day of the game, where nothing is said */
                date?: string;
            };
            header?: {
                /**
                 * @description The `ETag` of the answer you have
                 * @example "q1w2e3r4t5y6u7i8o9p0aa"
                 */
                "If-None-Match"?: string;
            };
            path: {
                /** @description URL-encoded in the path: base1-4%7CHolofoil */
                card_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExplanationAnswer"];
                };
            };
        };
    };
    reportWrongCard: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 visible ASCII characters of your choice. The same request with the same key is done once within 24 hours and answered the same, with `Idempotent-Replayed: true`. Another request with it: 422 `idempotency_key_reused`. While the first is under way: 409 `idempotency_in_progress` */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WrongCardRequest"];
            };
        };
        responses: {
            /** @description What was asked for */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrongCardAnswer"];
                };
            };
        };
    };
    listWrongCardReports: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `next_cursor` of the page before; 0 begins at the first */
                cursor?: string;
                /** @description All, where nothing is said */
                state?: "open" | "released" | "confirmed";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReportListAnswer"];
                };
            };
        };
    };
    releaseWrongCardReport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReportAnswer"];
                };
            };
        };
    };
    confirmWrongCardReport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReportAnswer"];
                };
            };
        };
    };
    listUnmatched: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `next_cursor` of the page before; 0 begins at the first */
                cursor?: string;
                source?: string;
                /** @description Slug of the game */
                game?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnmatchedListAnswer"];
                };
            };
        };
    };
    matchProduct: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MatchRequest"];
            };
        };
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MatchAnswer"];
                };
            };
        };
    };
    createPrediction: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PredictionRequest"];
            };
        };
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PredictionAnswer"];
                };
            };
        };
    };
    getPrediction: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of the answer you have
                 * @example "q1w2e3r4t5y6u7i8o9p0aa"
                 */
                "If-None-Match"?: string;
            };
            path: {
                /** @description URL-encoded in the path: base1-4%7CHolofoil */
                card_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PredictionAnswer"];
                };
            };
        };
    };
    createPredictionBatch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PredictionBatchRequest"];
            };
        };
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PredictionBatchAnswer"];
                    "application/x-ndjson": components["schemas"]["PredictionBatchItem"];
                };
            };
        };
    };
    listSignals: {
        parameters: {
            query?: {
                limit?: number;
                /** @description Slug of the game; see GET /v1/games. The only one, where nothing is said */
                game?: string;
                /** @description The last evaluated day, where nothing is said */
                date?: string;
                signal?: "BUY" | "SELL" | "HOLD";
                category?: string;
                /** @description In whole currency units */
                min_price?: number;
                /** @description `next_cursor` of the page before */
                cursor?: string;
            };
            header?: {
                /**
                 * @description The `ETag` of the answer you have
                 * @example "q1w2e3r4t5y6u7i8o9p0aa"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignalFeedAnswer"];
                };
            };
        };
    };
    predictSignal: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PredictionRequest"];
            };
        };
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PredictSignalAnswer"];
                };
            };
        };
    };
    batchPredict: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BatchPredictRequest"];
            };
        };
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchPredictAnswer"];
                };
            };
        };
    };
    listModels: {
        parameters: {
            query?: {
                limit?: number;
                /** @description Of all games, where nothing is said */
                game?: string;
            };
            header?: {
                /**
                 * @description The `ETag` of the answer you have
                 * @example "q1w2e3r4t5y6u7i8o9p0aa"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelListAnswer"];
                };
            };
        };
    };
    listPromotions: {
        parameters: {
            query?: {
                /** @description Slug of the game; see GET /v1/games. The only one, where nothing is said */
                game?: string;
                /** @description champion, where nothing is said */
                alias?: "champion" | "challenger" | "shadow";
            };
            header?: {
                /**
                 * @description The `ETag` of the answer you have
                 * @example "q1w2e3r4t5y6u7i8o9p0aa"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PromotionListAnswer"];
                };
            };
        };
    };
    getModel: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of the answer you have
                 * @example "q1w2e3r4t5y6u7i8o9p0aa"
                 */
                "If-None-Match"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelDetailAnswer"];
                };
            };
        };
    };
    promoteModel: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PromoteRequest"];
            };
        };
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PromotionAnswer"];
                };
            };
        };
    };
    rollBackModel: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RollBackRequest"];
            };
        };
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PromotionAnswer"];
                };
            };
        };
    };
    moveAlias: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AliasMoveRequest"];
            };
        };
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PromotionAnswer"];
                };
            };
        };
    };
    listExperiments: {
        parameters: {
            query?: {
                limit?: number;
                /** @description Of all games, where nothing is said */
                game?: string;
            };
            header?: {
                /**
                 * @description The `ETag` of the answer you have
                 * @example "q1w2e3r4t5y6u7i8o9p0aa"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExperimentListAnswer"];
                };
            };
        };
    };
    getExperiment: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of the answer you have
                 * @example "q1w2e3r4t5y6u7i8o9p0aa"
                 */
                "If-None-Match"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExperimentDetailAnswer"];
                };
            };
        };
    };
    createExperiment: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 visible ASCII characters of your choice. The same request with the same key is done once within 24 hours and answered the same, with `Idempotent-Replayed: true`. Another request with it: 422 `idempotency_key_reused`. While the first is under way: 409 `idempotency_in_progress` */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateExperimentRequest"];
            };
        };
        responses: {
            /** @description What was asked for */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExperimentAnswer"];
                };
            };
        };
    };
    serveExperiment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ServeExperimentRequest"];
            };
        };
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExperimentAnswer"];
                };
            };
        };
    };
    stopExperiment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StopExperimentRequest"];
            };
        };
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExperimentAnswer"];
                };
            };
        };
    };
    getDrift: {
        parameters: {
            query?: {
                /** @description Slug of the game; see GET /v1/games. The only one, where nothing is said */
                game?: string;
                /** @description The first day; 30 days up to the last, where nothing is said */
                from?: string;
                /** @description The last day; the last one with a report, where nothing is said */
                to?: string;
            };
            header?: {
                /**
                 * @description The `ETag` of the answer you have
                 * @example "q1w2e3r4t5y6u7i8o9p0aa"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DriftAnswer"];
                };
            };
        };
    };
    getModelCard: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of the answer you have
                 * @example "q1w2e3r4t5y6u7i8o9p0aa"
                 */
                "If-None-Match"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelCardAnswer"];
                    "text/markdown": string;
                };
            };
        };
    };
    getModelTrackRecord: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of the answer you have
                 * @example "q1w2e3r4t5y6u7i8o9p0aa"
                 */
                "If-None-Match"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelTrackRecordAnswer"];
                };
            };
        };
    };
    getMarket: {
        parameters: {
            query?: {
                /** @description Slug of the game; see GET /v1/games. The only one, where nothing is said */
                game?: string;
            };
            header?: {
                /**
                 * @description The `ETag` of the answer you have
                 * @example "q1w2e3r4t5y6u7i8o9p0aa"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MarketAnswer"];
                };
            };
        };
    };
    listToday: {
        parameters: {
            query?: {
                /** @description Slug of the game; see GET /v1/games. The only one, where nothing is said */
                game?: string;
                signal?: "BUY" | "SELL" | "HOLD";
                /** @description Whose costs; see GET /v1/cost-profiles. The configured ones, where nothing is said */
                profile?: "collection" | "tcgplayer" | "ebay" | "cardmarket";
                /** @description Only cards that get a yes; of the 60 strongest signals */
                advice?: "collection" | "flip" | "wait_before_selling";
                /** @description Name of the set */
                set?: string;
                /** @description grail, chase, meta or personal */
                category?: string;
                /** @description Lowest market price, in whole currency units */
                min_price?: number;
                /** @description Highest market price, in whole currency units */
                max_price?: number;
                /** @description true: only prices that are not flagged THIN: at least three listings, as far as the source says */
                liquid?: "true" | "false";
                /** @description true: only signals that were not said the day before */
                changed?: "true" | "false";
                limit?: number;
            };
            header?: {
                /**
                 * @description The `ETag` of the answer you have
                 * @example "q1w2e3r4t5y6u7i8o9p0aa"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TodayAnswer"];
                };
            };
        };
    };
    getTrackRecord: {
        parameters: {
            query?: {
                /** @description Slug of the game; see GET /v1/games. The only one, where nothing is said */
                game?: string;
            };
            header?: {
                /**
                 * @description The `ETag` of the answer you have
                 * @example "q1w2e3r4t5y6u7i8o9p0aa"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrackRecordAnswer"];
                };
            };
        };
    };
    getPredictionTrackRecord: {
        parameters: {
            query?: {
                /** @description Slug of the game; see GET /v1/games. The only one, where nothing is said */
                game?: string;
                /** @description Of all horizons, where nothing is said */
                horizon_days?: number;
            };
            header?: {
                /**
                 * @description The `ETag` of the answer you have
                 * @example "q1w2e3r4t5y6u7i8o9p0aa"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PredictionTrackRecordAnswer"];
                };
            };
        };
    };
    exportCollection: {
        parameters: {
            query?: {
                /** @description csv: the lots, in a form that can be imported again */
                format?: "json" | "csv";
            };
            header?: {
                /**
                 * @description The `ETag` of the answer you have
                 * @example "q1w2e3r4t5y6u7i8o9p0aa"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExportAnswer"];
                    "text/csv": string;
                };
            };
        };
    };
    suggestPrices: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RepriceRequest"];
            };
        };
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RepriceAnswer"];
                };
            };
        };
    };
    listHoldings: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `next_cursor` of the page before; 0 begins at the first */
                cursor?: string;
            };
            header?: {
                /**
                 * @description The `ETag` of the answer you have
                 * @example "q1w2e3r4t5y6u7i8o9p0aa"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HoldingListAnswer"];
                };
            };
        };
    };
    addHolding: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 visible ASCII characters of your choice. The same request with the same key is done once within 24 hours and answered the same, with `Idempotent-Replayed: true`. Another request with it: 422 `idempotency_key_reused`. While the first is under way: 409 `idempotency_in_progress` */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AddLotRequest"];
            };
        };
        responses: {
            /** @description What was asked for */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HoldingAnswer"];
                };
            };
        };
    };
    removeHolding: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RemovedAnswer"];
                };
            };
        };
    };
    changeHolding: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeLotRequest"];
            };
        };
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HoldingAnswer"];
                };
            };
        };
    };
    listSales: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of the answer you have
                 * @example "q1w2e3r4t5y6u7i8o9p0aa"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SaleListAnswer"];
                };
            };
        };
    };
    addSale: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 visible ASCII characters of your choice. The same request with the same key is done once within 24 hours and answered the same, with `Idempotent-Replayed: true`. Another request with it: 422 `idempotency_key_reused`. While the first is under way: 409 `idempotency_in_progress` */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SellRequest"];
            };
        };
        responses: {
            /** @description What was asked for */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SaleAnswer"];
                };
            };
        };
    };
    removeSale: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RemovedAnswer"];
                };
            };
        };
    };
    getCollectionValue: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of the answer you have
                 * @example "q1w2e3r4t5y6u7i8o9p0aa"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CollectionValueAnswer"];
                };
            };
        };
    };
    previewImport: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ImportListRequest"];
            };
        };
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportPreviewAnswer"];
                };
            };
        };
    };
    importList: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ImportListRequest"];
            };
        };
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportDoneAnswer"];
                };
            };
        };
    };
    listTray: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `next_cursor` of the page before; 0 begins at the first */
                cursor?: string;
            };
            header?: {
                /**
                 * @description The `ETag` of the answer you have
                 * @example "q1w2e3r4t5y6u7i8o9p0aa"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrayAnswer"];
                };
            };
        };
    };
    fixTrayRow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FixRowRequest"];
            };
        };
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HoldingAnswer"];
                };
            };
        };
    };
    dismissTrayRow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RemovedAnswer"];
                };
            };
        };
    };
    listWatched: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `next_cursor` of the page before; 0 begins at the first */
                cursor?: string;
            };
            header?: {
                /**
                 * @description The `ETag` of the answer you have
                 * @example "q1w2e3r4t5y6u7i8o9p0aa"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WatchlistAnswer"];
                };
            };
        };
    };
    watchCard: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description URL-encoded in the path: base1-4%7CHolofoil */
                card_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WatchRequest"];
            };
        };
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WatchedAnswer"];
                };
            };
        };
    };
    unwatchCard: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description URL-encoded in the path: base1-4%7CHolofoil */
                card_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RemovedAnswer"];
                };
            };
        };
    };
    listAlertChannels: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelsAnswer"];
                };
            };
        };
    };
    createAlertChannel: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 visible ASCII characters of your choice. The same request with the same key is done once within 24 hours and answered the same, with `Idempotent-Replayed: true`. Another request with it: 422 `idempotency_key_reused`. While the first is under way: 409 `idempotency_in_progress` */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateChannel"];
            };
        };
        responses: {
            /** @description What was asked for */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelAnswer"];
                };
            };
        };
    };
    deleteAlertChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelsAnswer"];
                };
            };
        };
    };
    updateAlertChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateChannel"];
            };
        };
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelAnswer"];
                };
            };
        };
    };
    muteAlertChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MuteChannel"];
            };
        };
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelAnswer"];
                };
            };
        };
    };
    unmuteAlertChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelAnswer"];
                };
            };
        };
    };
    testAlertChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryAnswer"];
                };
            };
        };
    };
    listAlerts: {
        parameters: {
            query?: {
                /** @description How many, newest first */
                limit?: number;
                state?: "open" | "recovered" | "all";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertsAnswer"];
                };
            };
        };
    };
    listAlertDeliveries: {
        parameters: {
            query?: {
                /** @description How many, newest first */
                limit?: number;
                state?: "pending" | "delivered" | "failed" | "skipped_muted";
                channel_id?: number;
                alert_id?: number;
                /** @description `next_cursor` of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveriesAnswer"];
                };
            };
        };
    };
    replayAlertDelivery: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 visible ASCII characters of your choice. The same request with the same key is done once within 24 hours and answered the same, with `Idempotent-Replayed: true`. Another request with it: 422 `idempotency_key_reused`. While the first is under way: 409 `idempotency_in_progress` */
                "Idempotency-Key"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryAnswer"];
                };
            };
        };
    };
    listAlertMutes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyMutesAnswer"];
                };
            };
        };
    };
    muteAlertKeys: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 visible ASCII characters of your choice. The same request with the same key is done once within 24 hours and answered the same, with `Idempotent-Replayed: true`. Another request with it: 422 `idempotency_key_reused`. While the first is under way: 409 `idempotency_in_progress` */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MuteKeys"];
            };
        };
        responses: {
            /** @description What was asked for */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyMuteAnswer"];
                };
            };
        };
    };
    unmuteAlertKeys: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyMutesAnswer"];
                };
            };
        };
    };
    listMyAlertChannels: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of the answer you have
                 * @example "q1w2e3r4t5y6u7i8o9p0aa"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MyChannelsAnswer"];
                };
            };
        };
    };
    createMyAlertChannel: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 visible ASCII characters of your choice. The same request with the same key is done once within 24 hours and answered the same, with `Idempotent-Replayed: true`. Another request with it: 422 `idempotency_key_reused`. While the first is under way: 409 `idempotency_in_progress` */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateMyChannel"];
            };
        };
        responses: {
            /** @description What was asked for */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MyChannelAnswer"];
                };
            };
        };
    };
    deleteMyAlertChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MyChannelsAnswer"];
                };
            };
        };
    };
    updateMyAlertChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateMyChannel"];
            };
        };
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MyChannelAnswer"];
                };
            };
        };
    };
    testMyAlertChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryAnswer"];
                };
            };
        };
    };
    listAlertRules: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `next_cursor` of the page before */
                cursor?: string;
            };
            header?: {
                /**
                 * @description The `ETag` of the answer you have
                 * @example "q1w2e3r4t5y6u7i8o9p0aa"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertRulesAnswer"];
                };
            };
        };
    };
    createAlertRule: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 visible ASCII characters of your choice. The same request with the same key is done once within 24 hours and answered the same, with `Idempotent-Replayed: true`. Another request with it: 422 `idempotency_key_reused`. While the first is under way: 409 `idempotency_in_progress` */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateAlertRule"];
            };
        };
        responses: {
            /** @description What was asked for */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertRuleAnswer"];
                };
            };
        };
    };
    deleteAlertRule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeletedAnswer"];
                };
            };
        };
    };
    updateAlertRule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateAlertRule"];
            };
        };
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertRuleAnswer"];
                };
            };
        };
    };
    listAlertFindings: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `next_cursor` of the page before */
                cursor?: string;
            };
            header?: {
                /**
                 * @description The `ETag` of the answer you have
                 * @example "q1w2e3r4t5y6u7i8o9p0aa"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FindingsAnswer"];
                };
            };
        };
    };
    listRuns: {
        parameters: {
            query?: {
                /** @description One game only */
                game?: string;
                /** @description How many runs, newest first */
                limit?: number;
            };
            header?: {
                /**
                 * @description The `ETag` of the answer you have
                 * @example "q1w2e3r4t5y6u7i8o9p0aa"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Runs"];
                };
            };
        };
    };
    getRun: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of the answer you have
                 * @example "q1w2e3r4t5y6u7i8o9p0aa"
                 */
                "If-None-Match"?: string;
            };
            path: {
                /** @description daily:<game>:<day>:<n>, URL-encoded in the path */
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunDetails"];
                };
            };
        };
    };
    listSources: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sources"];
                };
            };
        };
    };
    getLineage: {
        parameters: {
            query?: {
                /** @description How many observations, newest first */
                observations?: number;
            };
            header?: {
                /**
                 * @description The `ETag` of the answer you have
                 * @example "q1w2e3r4t5y6u7i8o9p0aa"
                 */
                "If-None-Match"?: string;
            };
            path: {
                /** @description `signal_id` of a prediction: printing, day and policy */
                signal_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LineageAnswer"];
                };
            };
        };
    };
    getQuality: {
        parameters: {
            query: {
                /** @description Slug of the game; see GET /v1/games */
                game: string;
                /** @description The market day; the last one that was judged, where nothing is said */
                day?: string;
            };
            header?: {
                /**
                 * @description The `ETag` of the answer you have
                 * @example "q1w2e3r4t5y6u7i8o9p0aa"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QualityAnswer"];
                };
            };
        };
    };
    getRunQuality: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of the answer you have
                 * @example "q1w2e3r4t5y6u7i8o9p0aa"
                 */
                "If-None-Match"?: string;
            };
            path: {
                /** @description daily:<game>:<day>:<n>, URL-encoded in the path */
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunQualityAnswer"];
                };
            };
        };
    };
    releasePrice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PriceFlagAnswer"];
                };
            };
        };
    };
    startRun: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 visible ASCII characters of your choice. The same request with the same key is done once within 24 hours and answered the same, with `Idempotent-Replayed: true`. Another request with it: 422 `idempotency_key_reused`. While the first is under way: 409 `idempotency_in_progress` */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartRun"];
            };
        };
        responses: {
            /** @description What was asked for */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartedRun"];
                };
            };
        };
    };
    retrain: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 visible ASCII characters of your choice. The same request with the same key is done once within 24 hours and answered the same, with `Idempotent-Replayed: true`. Another request with it: 422 `idempotency_key_reused`. While the first is under way: 409 `idempotency_in_progress` */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Retrain"];
            };
        };
        responses: {
            /** @description What was asked for */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartedRun"];
                };
            };
        };
    };
    cancelRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description daily:<game>:<day>:<n>, URL-encoded in the path */
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunDetails"];
                };
            };
        };
    };
    retryRun: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 visible ASCII characters of your choice. The same request with the same key is done once within 24 hours and answered the same, with `Idempotent-Replayed: true`. Another request with it: 422 `idempotency_key_reused`. While the first is under way: 409 `idempotency_in_progress` */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description daily:<game>:<day>:<n>, URL-encoded in the path */
                run_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RetryRun"];
            };
        };
        responses: {
            /** @description What was asked for */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartedRun"];
                };
            };
        };
    };
    listSchedules: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of the answer you have
                 * @example "q1w2e3r4t5y6u7i8o9p0aa"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Schedules"];
                };
            };
        };
    };
    createSchedule: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 visible ASCII characters of your choice. The same request with the same key is done once within 24 hours and answered the same, with `Idempotent-Replayed: true`. Another request with it: 422 `idempotency_key_reused`. While the first is under way: 409 `idempotency_in_progress` */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateSchedule"];
            };
        };
        responses: {
            /** @description What was asked for */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleAnswer"];
                };
            };
        };
    };
    getSchedule: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of the answer you have
                 * @example "q1w2e3r4t5y6u7i8o9p0aa"
                 */
                "If-None-Match"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleAnswer"];
                };
            };
        };
    };
    deleteSchedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleAnswer"];
                };
            };
        };
    };
    editSchedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EditSchedule"];
            };
        };
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleAnswer"];
                };
            };
        };
    };
    listFires: {
        parameters: {
            query?: {
                /** @description How many fires, newest first */
                limit?: number;
            };
            header?: {
                /**
                 * @description The `ETag` of the answer you have
                 * @example "q1w2e3r4t5y6u7i8o9p0aa"
                 */
                "If-None-Match"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fires"];
                };
            };
        };
    };
    pauseSchedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleAnswer"];
                };
            };
        };
    };
    resumeSchedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleAnswer"];
                };
            };
        };
    };
    runScheduleNow: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 visible ASCII characters of your choice. The same request with the same key is done once within 24 hours and answered the same, with `Idempotent-Replayed: true`. Another request with it: 422 `idempotency_key_reused`. While the first is under way: 409 `idempotency_in_progress` */
                "Idempotency-Key"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fire"];
                };
            };
        };
    };
    startBackfill: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 visible ASCII characters of your choice. The same request with the same key is done once within 24 hours and answered the same, with `Idempotent-Replayed: true`. Another request with it: 422 `idempotency_key_reused`. While the first is under way: 409 `idempotency_in_progress` */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartBackfill"];
            };
        };
        responses: {
            /** @description What was asked for */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartedBackfill"];
                };
            };
        };
    };
    trackingStatus: {
        parameters: {
            query?: {
                /** @description Events in this state only */
                state?: "pending" | "sent" | "failed" | "dropped";
                /** @description How many events */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrackingAnswer"];
                };
            };
        };
    };
    replayTracking: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayAnswer"];
                };
            };
        };
    };
    live: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LiveAnswer"];
                };
            };
        };
    };
    ready: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReadyAnswer"];
                };
            };
        };
    };
    started: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReadyAnswer"];
                };
            };
        };
    };
}
