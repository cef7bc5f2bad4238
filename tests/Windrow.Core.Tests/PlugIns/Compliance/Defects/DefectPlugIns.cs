using Windrow.Core.Configuration;
using Windrow.Core.Messages;
using Windrow.Core.Plans;
using Windrow.Core.PlugIns;

namespace Windrow.Core.Tests.PlugIns.Compliance.Defects;

/// <summary>Options of plug-ins with planted defects.</summary>
public sealed class DefectOptions
{
    public static readonly OptionSet<DefectOptions> Set = new OptionSet<DefectOptions>("defect")
        .Text("text", static o => o.Text, static (o, v) => o.Text = v, "Any text.", example: "any");

    public string Text { get; set; } = "any";
}

/// <summary>Options that nobody can use as they are described.</summary>
public sealed class BadlyDescribedOptions
{
    public static readonly OptionSet<BadlyDescribedOptions> Set = new OptionSet<BadlyDescribedOptions>("defect")
        .Integer("number", static o => o.Number, static (o, v) => o.Number = v, "A number.", min: 1, example: "many");

    public long Number { get; set; } = 1;
}

/// <summary>Made of what a test hands it.</summary>
internal sealed class DefectAction(Action<DefectAction, Message, Output> process, bool isConcurrent = false, bool isTerminal = false) : PlanAction
{
    public ActionContext Context { get; private set; } = null!;

    public int Seen { get; set; }

    public List<Message> Held { get; } = [];

    public override bool IsConcurrent => isConcurrent;

    public override bool Waits => !isConcurrent;

    public override bool IsTerminal => isTerminal;

    public override void Start(ActionContext context) => Context = context;

    public override void Process(Message message, Output output) => process(this, message, output);
}

/// <summary>Registers one of them.</summary>
internal static class DefectPlugIns
{
    public static PlugIn Action(Func<PlugInContext, PlanAction> create) => PlugIn.Action("defect", "Has a defect.", static () => DefectOptions.Set, (_, context) => create(context));

    public static PlugIn Sink(Func<PlugInContext, PlanAction> create) => PlugIn.Sink("defect", "Has a defect.", static () => DefectOptions.Set, (_, context) => create(context));
}
