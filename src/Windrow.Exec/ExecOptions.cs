using Windrow.Core.Configuration;
using Windrow.Core.Messages;
using Windrow.Exec.Exits;
using Windrow.Exec.Programs;

namespace Windrow.Exec;

/// <summary>Options of the <c>exec</c> action.</summary>
public sealed class ExecOptions
{
    public static readonly OptionSet<ExecOptions> Set = new OptionSet<ExecOptions>("exec")
        .TextList("command", static o => o.Command, static (o, v) => o.Command = v, "The program and its arguments, each a pattern over the metadata; {input} is the payload as a file, {output} the file that the program is to write. No shell sees them.", required: true, example: "[cdo, \"remapbil,r360x180\", \"{input}\", \"{output}\"]")
        .Flag("worker", static o => o.Worker, static (o, v) => o.Worker = v, "The program is started once and works on one message after the other, by the worker protocol; see docs/programs.md.")
        .Choice("output", static o => o.Output, static (o, v) => o.Output = v, "What becomes the messages: nothing, as the message passes on; the files that the program wrote; or the lines of its standard output, each a JSON object with metadata. Not for a worker.", [("none", ExecOutput.None), ("payload", ExecOutput.Payload), ("lines", ExecOutput.Lines)])
        .Choice("format", static o => o.Format, static (o, v) => o.Format = v, "What a file that the program wrote holds: bytes, or GRIB, of which every message becomes one.", [("bytes", ProductFormat.Bytes), ("grib", ProductFormat.Grib)])
        .Duration("timeout", static o => o.Timeout, static (o, v) => o.Timeout = v, "How long the program may take for a message; then it is killed, with all that it has started.", min: TimeSpan.FromMilliseconds(10))
        .ByteSize("memory", static o => o.Memory, static (o, v) => o.Memory = v, "Memory that the program, with all that it has started, may hold for itself; with more it is killed. 0: no limit.", example: "2GiB")
        .ByteSize("maximum-output", static o => o.MaximumOutput, static (o, v) => o.MaximumOutput = v, "Bytes that the program may write for one message; with more it is killed.", min: 1, max: 1L << 40)
        .Map("exit-codes", static o => o.ExitCodes, static (o, v) => o.ExitCodes = v, "What a status of the program means: ok, drop, transient, permanent or fault. Given ones go before the usual ones.", example: "{3: drop, 10-19: permanent}")
        .Map("environment", static o => o.Environment, static (o, v) => o.Environment = v, "Further environment variables of the program.", example: "{OMP_NUM_THREADS: 1}")
        .SecretMap("secrets", static (o, v) => o.Secrets = v, "Environment variables of the program that hold secrets.", example: "{API_TOKEN: \"${secret:api-token}\"}")
        .Text("directory", static o => o.Directory, static (o, v) => o.Directory = v, "Where the program runs; by default beside the flow file.", example: "work")
        .Text("scratch", static o => o.Scratch, static (o, v) => o.Scratch = v, "Directory for temporary files; by default what TMPDIR says, or /tmp.", example: "/var/tmp")
        .Flag("decode", static o => o.Decode, static (o, v) => o.Decode = v, "A worker gets the values of GRIB messages, as a field, instead of their octets.")
        .TextList("keys", static o => o.Keys, static (o, v) => o.Keys = v, "For a worker: the keys of ecCodes that it gets of a GRIB field beside those that identify it.", example: "[Ni, Nj, units]")
        .Integer("workers", static o => o.Workers, static (o, v) => o.Workers = v, "How many workers there are at most; 0: as many as messages are worked on at the same time.", min: 0, max: 256)
        .Integer("recycle-after", static o => o.RecycleAfter, static (o, v) => o.RecycleAfter = v, "A worker is replaced after so many messages; 0: never.", min: 0)
        .ByteSize("recycle-above", static o => o.RecycleAbove, static (o, v) => o.RecycleAbove = v, "A worker that holds more memory after a message is replaced; 0: never.", example: "1GiB")
        .Duration("start-timeout", static o => o.StartTimeout, static (o, v) => o.StartTimeout = v, "How long a worker may take to start.", min: TimeSpan.FromMilliseconds(10))
        .Check(ExecChecks.Check);

    public IReadOnlyList<string> Command { get; set; } = [];

    public bool Worker { get; set; }

    public ExecOutput Output { get; set; }

    public ProductFormat Format { get; set; }

    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(5);

    public long Memory { get; set; }

    public long MaximumOutput { get; set; } = 1L << 30;

    public IReadOnlyDictionary<string, string> ExitCodes { get; set; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Environment { get; set; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, Secret> Secrets { get; set; } = new Dictionary<string, Secret>();

    public string Directory { get; set; } = "";

    public string Scratch { get; set; } = "";

    public bool Decode { get; set; }

    public IReadOnlyList<string> Keys { get; set; } = [];

    public int Workers { get; set; }

    public int RecycleAfter { get; set; }

    public long RecycleAbove { get; set; }

    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>What the statuses of the program mean.</summary>
    internal ExitMeanings Meanings { get; set; } = ExitMeanings.Usual;

    /// <summary>What the program's environment has beside that of this process.</summary>
    internal Dictionary<string, string> Variables()
    {
        var variables = new Dictionary<string, string>(Environment);
        foreach (var (name, secret) in Secrets)
            variables[name] = secret.Reveal();
        return variables;
    }

    internal CommandPattern Pattern { get; set; } = CommandPattern.Empty;

    internal MetadataKey[] MetadataKeys => [.. Keys.Select(static key => (MetadataKey)key)];
}
