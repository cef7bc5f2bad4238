using Windrow.Core.Binary;
using Windrow.Core.Messages;
using Windrow.Core.Plans;
using Windrow.Core.PlugIns;
using Windrow.Exec.Programs;
using Windrow.Exec.Scratches;
using Windrow.Exec.Workers;

namespace Windrow.Exec.Rulechecker;

/// <summary>
/// Runs the rules of a TERRA-REF rulechecker in a Python worker: it emits one message for each extractor that a rule sends the event to. One worker, so that a
/// set is judged by one rule at a time.
/// </summary>
#pragma warning disable CA1001 // Actions end by Close.
internal sealed class RulecheckerAction(RulecheckerOptions options, PlugInContext context, ScratchRoots scratches, StoredFormats formats) : PlanAction
#pragma warning restore CA1001
{
    private const string Script = "rulechecker.py";

    private WorkerAction? _rules;
    private Scratch? _home;
    private string _scratchDirectory = "";

    public override bool Waits => true;

    public override bool LooksAhead => true;

    public override void Start(ActionContext action)
    {
        _scratchDirectory = ScratchDirectory.Of(new ExecOptions(), context);
        _home = scratches.Take(_scratchDirectory, context.Services.Time.GetUtcNow()).Take();
        foreach (var name in (string[])[PythonHelper.FileName, Script])
        {
            using var file = new FileStream(_home[name], FileMode.CreateNew, FileAccess.Write);
            file.Write(PythonHelper.Read(name));
        }

        _rules = new WorkerAction(Worker(), context, scratches, formats);
        _rules.Start(action);
    }

    public override void LookAhead(ReadOnlySpan<Message> messages) => _rules!.LookAhead(messages);

    public override void Process(Message message, Output output)
    {
        // What the engine tells about others is no event.
        if (message.Kind == MessageKind.Notification)
            output.Emit(message);
        else
            _rules!.Process(message, output);
    }

    public override void Recover(Exception fault) => _rules!.Recover(fault);

    public override void Close()
    {
        _rules?.Close();
        if (_home is null)
            return;
        _home.Dispose();
        scratches.Return(_scratchDirectory);
    }

    private ExecOptions Worker()
    {
        var home = Path.GetDirectoryName(context.InputPath(options.RulesFile))!;
        string[] command =
        [
            .. options.Python, _home![Script], context.InputPath(options.Map), context.InputPath(options.RulesFile),
            options.Late == LateMembers.Amend ? "amend" : "ignore",
        ];
        var secrets = new Dictionary<string, Core.Configuration.Secret>(options.Secrets);
        var environment = new Dictionary<string, string>(options.Environment);
        if (options.Host.Length > 0)
            environment["WINDROW_CLOWDER_HOST"] = options.Host;
        if (options.Key is not null)
            secrets["WINDROW_CLOWDER_KEY"] = options.Key;
        return new ExecOptions
        {
            Command = command,
            Worker = true,
            Workers = 1,
            Timeout = options.Timeout,
            Directory = home,
            Environment = environment,
            Secrets = secrets,

            // A path with a brace in it is meant as it is.
            Pattern = new CommandPattern([.. command.Select(static argument => argument.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal))]),
        };
    }
}
