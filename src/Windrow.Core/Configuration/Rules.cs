namespace Windrow.Core.Configuration;

/// <summary>
/// Every rule that a configuration can break: WR1xxx reading, WR2xxx options, WR3xxx plans and flows,
/// WR4xxx filters, WR5xxx plug-ins, WR6xxx state; a domain adds its own, WR7xxx maps. A code is never used again for another rule.
/// </summary>
public static class Rules
{
    private static readonly List<Rule> Catalogue = [];

    // WR1xxx: reading

    public static readonly Rule Syntax = Add("WR1001", "The file is not YAML",
        "The text breaks the grammar of YAML 1.2 (JSON is YAML too). Reading stops at the first such place.");

    public static readonly Rule Encoding = Add("WR1002", "The file is not UTF-8",
        "Configuration is read as UTF-8, with or without a byte order mark. Save the file in that encoding.");

    public static readonly Rule ControlCharacter = Add("WR1003", "A control character stands in the file",
        "NUL and other control characters, and halves of surrogate pairs, are not allowed; write them as escapes within double quotes.");

    public static readonly Rule Tab = Add("WR1004", "A tab is used to indent",
        "YAML indents with spaces only.");

    public static readonly Rule TooLarge = Add("WR1005", "The file is too large",
        "A configuration file is a page of text; what is larger is data and belongs elsewhere.");

    public static readonly Rule TooDeep = Add("WR1006", "The file is nested too deeply",
        "Lists and mappings may be nested a hundred times, aliases followed.");

    public static readonly Rule TooManyNodes = Add("WR1007", "The file holds too many nodes",
        "Nodes are counted with aliases followed, so that a small file cannot stand for a huge one.");

    public static readonly Rule RecursiveAlias = Add("WR1008", "An alias contains itself",
        "An alias stands for the content of its anchor; within that content it would never end.");

    public static readonly Rule UnknownAlias = Add("WR1009", "An alias has no anchor",
        "An anchor (&name) has to stand in the file before the alias (*name) that uses it.");

    public static readonly Rule DuplicateKey = Add("WR1010", "A key is written twice",
        "YAML 1.2 forbids equal keys in a mapping. Files for YAML 1.1 readers may hold them: the last one wins, with a warning.");

    public static readonly Rule ComplexKey = Add("WR1011", "A key is not a text",
        "Keys are names: lists and mappings cannot be keys here.");

    public static readonly Rule YesNoTrap = Add("WR1012", "yes, no, on or off without quotes",
        "YAML 1.1 reads these words as booleans, YAML 1.2 as text. Write true or false, or put the word in quotes.");

    public static readonly Rule Tag = Add("WR1013", "A tag is not allowed",
        "Configuration is data: tags that name classes or functions are refused. The tags of the core schema (!!str, !!int, !!float, !!bool, !!null, !!map, !!seq) are honoured.");

    public static readonly Rule TagMismatch = Add("WR1014", "A value does not fit its tag",
        "The text under a tag of the core schema has to be written as that type.");

    public static readonly Rule SeveralDocuments = Add("WR1015", "The file holds several documents",
        "One file holds one configuration; split the file at the '---' lines.");

    public static readonly Rule Empty = Add("WR1016", "The file is empty",
        "The file holds no content besides white space and comments.");

    public static readonly Rule MergeKey = Add("WR1017", "A merge key has nothing to merge",
        "'<<' takes a mapping or a list of mappings, usually aliases.");

    public static readonly Rule Substitution = Add("WR1018", "A substitution is not well formed",
        "Write ${NAME}, ${NAME:-default} or ${secret:name}; $${ stands for the two characters themselves.");

    public static readonly Rule UnsetVariable = Add("WR1019", "A variable is not set",
        "${NAME} needs the environment variable; ${NAME:-default} does without it.");

    public static readonly Rule UnknownSecret = Add("WR1020", "A secret is not known",
        "${secret:name} is looked up as a file in the credentials directory, then as the environment variable WINDROW_SECRET_NAME.");

    // WR2xxx: options

    public static readonly Rule UnknownOption = Add("WR2001", "An option is not known",
        "The key is none of the options. In a file of a peer that ignores such keys this is a warning.");

    public static readonly Rule MissingOption = Add("WR2002", "A required option is missing",
        "The option has no default.");

    public static readonly Rule WrongType = Add("WR2003", "A value has the wrong type",
        "The option takes a value of another type.");

    public static readonly Rule OutOfRange = Add("WR2004", "A value is out of range",
        "The number, duration or size is smaller or larger than the option allows.");

    public static readonly Rule UnknownChoice = Add("WR2005", "A value is none of the choices",
        "The option takes one of a fixed set of words.");

    public static readonly Rule OldName = Add("WR2006", "An option has a newer name",
        "The old spelling still works; the new one is to be preferred.");

    public static readonly Rule OptionTwice = Add("WR2007", "An option is given under two names",
        "An option and its old spelling stand in the same mapping.");

    public static readonly Rule LenientValue = Add("WR2008", "A value is written as another type",
        "A peer tolerates this spelling; a native file would not.");

    public static readonly Rule OptionCheck = Add("WR2009", "Options do not fit together",
        "A condition over one or several options does not hold; the message says which.");

    public static readonly Rule SecretShown = Add("WR2010", "A secret stands where it would be shown",
        "Options appear in logs and in `check --show`. Only options that are declared as secret take ${secret:name}.");

    public static readonly Rule BadText = Add("WR2011", "A text is not well formed",
        "The option takes a text of a certain form, such as a duration, a byte size or a pattern.");

    // WR3xxx: plans and flows

    public static readonly Rule NotAFlow = Add("WR3001", "The file is not a flow",
        "A flow file is a mapping with sources and plans.");

    public static readonly Rule DuplicateName = Add("WR3002", "A name is used twice",
        "Sources and plans are told apart by their names, in reports and in the ids of messages.");

    public static readonly Rule NoSink = Add("WR3003", "A plan has no effect",
        "A plan ends in a sink; what reaches the end of a plan without one is dropped.");

    public static readonly Rule AfterSink = Add("WR3004", "An action stands behind a sink",
        "A sink ends its plan: no message reaches what stands behind it.");

    public static readonly Rule UnorderedWorkers = Add("WR3005", "Several workers without a key",
        "With several workers, order is kept within a key only: name the key, or write that order does not matter.");

    public static readonly Rule SharedAction = Add("WR3006", "Several workers for an action that allows one",
        "The action keeps state that only one thread may touch.");

    public static readonly Rule Nothing = Add("WR3007", "A flow has nothing to do",
        "A flow needs a source and a plan.");

    public static readonly Rule NotYet = Add("WR3008", "Not in this version",
        "The feature is known and will come; until then the flow is refused rather than run without it.");

    public static readonly Rule Unindexed = Add("WR3009", "A plan is asked about every message",
        "The router finds plans by equal values, lists and ranges of keys. A condition without any of these is evaluated for each message.");

    public static readonly Rule Test = Add("WR3020", "A test does not fit the flow",
        "Tests name sources, plans and actions of their own flow, and let none of them speak to the outside. Behind the leading selects actions are called by their name, their type, or number and type.");

    // WR35xx: flows of several files

    public static readonly Rule IncludeCycle = Add("WR3501", "Files include each other",
        "A file that is included cannot include, itself or through others, a file that includes it.");

    public static readonly Rule NothingIncluded = Add("WR3502", "A pattern of files finds none",
        "'include' has a pattern that no file has a name like. That may be meant, as in a directory that others fill.");

    public static readonly Rule NotInFragment = Add("WR3503", "A key belongs into the flow file",
        "Files that are included, and overlays, cannot hold everything that a flow file can.");

    public static readonly Rule FragmentsDisagree = Add("WR3504", "Two files say different things",
        "Settings of files that are included side by side are put together; where they differ, none of them wins.");

    public static readonly Rule OverlayTarget = Add("WR3505", "An overlay is for something that is not there",
        "Items of an overlay are laid over the source, plan or action of their name. A further one is added with '$overlay: add'.");

    public static readonly Rule OverlayTouchesNothing = Add("WR3506", "An overlay touches nothing",
        "Every value of it is in the flow already, or it takes away what is not there. Mostly that is a name or a place that has changed.");

    // WR351x: resources

    public static readonly Rule NoBudget = Add("WR3511", "Memory is declared and nothing limits it",
        "What an action needs is held against 'settings.resources.memory'; without that nothing waits.");

    public static readonly Rule BeyondBudget = Add("WR3512", "An action needs more than the flow has",
        "Work begins when all that it needs is free. What needs more than there is would wait for ever.");

    public static readonly Rule UnknownClass = Add("WR3513", "A resource class is not known",
        "The classes are in 'settings.resources.classes', with how much of each is done at the same time.");

    // WR352x: expectations

    public static readonly Rule NobodyNotified = Add("WR3521", "A plan takes notifications and none come",
        "Notifications come of expectations ('expect' of a plan). Without any, a plan with 'takes: notifications' never gets a message.");

    // WR353x: stages

    public static readonly Rule QueueCannot = Add("WR3531", "A kind of queue cannot do what a stage asks for",
        "Each kind of queue can do certain things, such as keep order within keys or outlive the process. A stage that asks for more is refused rather than run without it.");

    // WR354x: plans behind plans

    public static readonly Rule ChainOfPlans = Add("WR3541", "Plans do not follow each other",
        "A plan takes what others hand back with 'submit', and each of them has to hand something to it.");

    // WR4xxx: filters

    public static readonly Rule ConditionKind = Add("WR4001", "A select has no condition, or several kinds of them",
        "One level holds 'match' and 'ignore' (alone or together), or one of 'any', 'all' and 'not'.");

    public static readonly Rule ConditionForm = Add("WR4002", "A condition has the wrong form",
        "'match' and 'ignore' take a mapping from keys to values or a list of such mappings, 'any' and 'all' a list of conditions, 'not' one condition.");

    public static readonly Rule ConditionValue = Add("WR4003", "A value cannot be matched",
        "A key is matched with a text, a number, a boolean, or a list of these.");

    public static readonly Rule ConditionKey = Add("WR4004", "A key of a condition is not known",
        "A condition is made of match, ignore, any, all, not and enforce-same-key-types.");

    public static readonly Rule FilterSyntax = Add("WR4005", "The text of a condition is not well formed",
        "Text conditions are CQL2 (where) and ecCodes conditions (eccodes). The message names the place, what was expected and what was found.");

    // WR5xxx: plug-ins

    public static readonly Rule UnknownPlugIn = Add("WR5001", "There is no such plug-in",
        "The type of a source, action or sink is the name of a plug-in; `windrow plugins list` shows them.");

    public static readonly Rule MissingType = Add("WR5002", "A type is missing",
        "Every source, action and sink says with 'type' which plug-in it is.");

    public static readonly Rule MissingFile = Add("WR5003", "A file or directory is missing",
        "The configuration names something that is not there.");

    public static readonly Rule PlugInFolder = Add("WR5004", "A folder of plug-ins holds something else",
        "A directory of plug-ins has a folder for each, named as its assembly: plugins/NAME/NAME.dll. What is not so is not loaded.");

    public static readonly Rule PlugInAssembly = Add("WR5005", "An assembly of plug-ins cannot be loaded",
        "It is no .NET assembly, was built for another .NET, lacks an assembly that it needs, or fails while it registers what it has. Nothing of it is used.");

    public static readonly Rule PlugInVersion = Add("WR5006", "An assembly was built for another version of Windrow",
        "An assembly fits the version of Windrow that it was built for, and later ones with the same first number (while that is 0, the same second number). Build it again.");

    public static readonly Rule PlugInName = Add("WR5007", "The name of a plug-in is taken",
        "A type in a flow file means one plug-in, so two assemblies cannot bring plug-ins of the same kind and name.");

    public static readonly Rule MissingProgram = Add("WR5008", "A program is missing",
        "A command names a program, or a script for an interpreter, that is not there or cannot be executed on this machine by this user. It is looked for as when the flow runs.");

    public static readonly Rule MissingModule = Add("WR5009", "A module is missing",
        "A class that the configuration names is in a module that the Python of this machine does not find; it is looked for as when the flow runs.");

    // WR6xxx: state

    public static readonly Rule DamagedState = Add("WR6001", "The flow's state cannot be used",
        "What the flow keeps beyond its process is damaged, or was written by a later version; `windrow state verify` tells more, `windrow state restore` puts a backup in its place.");

    public static readonly Rule OpenState = Add("WR6002", "Others may read the flow's state",
        "State holds the messages themselves. Windrow makes its directory for its owner alone (mode 0700); one that was there before stays as it is.");

    /// <summary>All rules in the order of their codes.</summary>
    public static IReadOnlyList<Rule> All => Catalogue;

    private static Rule Add(string code, string title, string explanation)
    {
        var rule = new Rule(code, title, explanation);
        Catalogue.Add(rule);
        return rule;
    }
}
