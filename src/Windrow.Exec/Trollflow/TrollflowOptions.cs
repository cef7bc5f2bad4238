using Windrow.Core.Configuration;

namespace Windrow.Exec.Trollflow;

/// <summary>Options of the action and the source <c>trollflow</c>.</summary>
public sealed class TrollflowOptions
{
    private const string DaemonForm = "{words.Listener: {folder: in}}";

    public static readonly OptionSet<TrollflowOptions> OfAction = WithProcess(new OptionSet<TrollflowOptions>("trollflow")
        .Node("components", static (o, v) => o.ComponentsNode = v, "Classes of Python, each with its options, that work on a message one after the other: subclasses of trollflow's AbstractWorkflowComponent.", example: "[{words.Doubler: {times: 2}}]", schema: static writer => writer.WriteString("type", "array"))
        .Node("daemon", static (o, v) => o.DaemonNode = v, "In place of 'components': one class of Python with its options that has threads of its own, and the attributes 'input_queue' and 'output_queue', or one of them.", example: DaemonForm, schema: static writer => writer.WriteString("type", "object"))
        .Flag("last", static o => o.Last, static (o, v) => o.Last = v, "Nothing comes behind it: a message for which it puts nothing on its output queue goes on as it is, and is no message that was dropped.")
        .Text("previous-lock", static o => o.PreviousLock, static (o, v) => o.PreviousLock = v, "The 'lock' of the item before it.", example: "loader")
        .Flag("slots", static o => o.Slots, static (o, v) => o.Slots = v, "Each option is a place for data, as in a file of trollflow that begins with 'Workflow': a dict with 'uri' and 'content', which components share by its name.")
        .Node("global-config", static (o, v) => o.GlobalConfig = v, "What components find under 'global_config' of the context: a mapping, or the name of an object in Python.", example: "{site: north}", schema: static writer => writer.WriteNull("default"))
        .Flag("collect-garbage", static o => o.CollectGarbage, static (o, v) => o.CollectGarbage = v, "Python's garbage is collected after each message.")
        .Duration("timeout", static o => o.Timeout, static (o, v) => o.Timeout = v, "How long a message may take; then the process is killed, and the message tried again.", min: TimeSpan.FromSeconds(1))
        .ByteSize("recycle-above", static o => o.RecycleAbove, static (o, v) => o.RecycleAbove = v, "A process that holds more memory after a message is replaced; 0: never.", example: "4GiB"))
        .Check(TrollflowChecks.OfAction);

    public static readonly OptionSet<TrollflowOptions> OfSource = WithProcess(new OptionSet<TrollflowOptions>("trollflow")
        .Node("daemon", static (o, v) => o.DaemonNode = v, "One class of Python with its options that has threads of its own, and puts what it finds on its 'output_queue'. Without it the source brings one message with nothing in it.", example: DaemonForm, schema: static writer => writer.WriteString("type", "object")))
        .Check(TrollflowChecks.OfSource);

    internal ConfigNode? ComponentsNode { get; private set; }

    internal ConfigNode? DaemonNode { get; private set; }

    /// <summary>Those that work one after the other, or the one that is a daemon.</summary>
    internal IReadOnlyList<TrollflowComponent> Components { get; set; } = [];

    internal bool IsDaemon => DaemonNode is not null;

    public bool Last { get; set; }

    public string Lock { get; set; } = "";

    public string PreviousLock { get; set; } = "";

    public bool Slots { get; set; }

    public ConfigNode? GlobalConfig { get; set; }

    public bool CollectGarbage { get; set; }

    public TimeSpan Timeout { get; set; } = TimeSpan.FromHours(1);

    public long Memory { get; set; }

    public long RecycleAbove { get; set; }

    public IReadOnlyList<string> Python { get; set; } = ["python3"];

    public IReadOnlyDictionary<string, string> Environment { get; set; } = new Dictionary<string, string>();

    private static OptionSet<TrollflowOptions> WithProcess(OptionSet<TrollflowOptions> set) => set
        .Text("lock", static o => o.Lock, static (o, v) => o.Lock = v, "The name of the lock that it shares with the item behind it, where components use 'lock' and 'prev_lock'.", example: "loader")
        .ByteSize("memory", static o => o.Memory, static (o, v) => o.Memory = v, "Memory that the process may hold for itself; with more it is killed. 0: no limit.", example: "8GiB")
        .TextList("python", static o => o.Python, static (o, v) => o.Python = v, "The Python that has what the classes import, and options for it.", example: "[/opt/satpy/bin/python3]")
        .Map("environment", static o => o.Environment, static (o, v) => o.Environment = v, "Further environment variables of the process.", example: "{OMP_NUM_THREADS: 1}");
}
