using Windrow.Core.Binary;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Patterns;
using Windrow.Core.Plans;
using Windrow.Core.PlugIns;
using Windrow.Core.Programs;
using Windrow.Exec.Exits;
using Windrow.Exec.Insight;
using Windrow.Exec.Processes;
using Windrow.Exec.Scratches;

namespace Windrow.Exec.Programs;

/// <summary>
/// Runs a program for every message. What it makes is read when it has ended well, and only then emitted: a program that fails in the middle
/// leaves nothing.
/// </summary>
internal sealed class ProgramAction(ExecOptions options, PlugInContext context, ScratchRoots scratches, StoredFormats formats) : PlanAction
{
    private readonly string _directory = options.Directory.Length == 0 ? context.Directory : context.FullPath(options.Directory);
    private readonly string _scratchDirectory = ScratchDirectory.Of(options, context);
    private readonly ProgramInput _input = new(context.Services.Files, options.Pattern.HasInput);
    private readonly ProductReader _products = new(options, formats);
    private readonly Lock _lock = new();
    private ScratchRoot? _scratch;
    private readonly RunningPrograms _running = new(context.Services.Time);
    private ProgramMeter _meter = null!;
    private ProgramBoard? _board;
    private CancellationToken _stopping;

    public override bool IsConcurrent => true;

    public override bool Waits => true;

    public override void Start(ActionContext action)
    {
        _stopping = action.Stopping;
        _meter = new ProgramMeter(action.Path, _running.Look);
        _board = action.Shared.Get<ProgramBoard>();
        _board.Add(_meter);
    }

    public override void Process(Message message, Output output)
    {
        try
        {
            using var scratch = Root().Take();
            Run(message, output, scratch);
        }
        catch (ProgramException exception)
        {
            _meter.Ended(ProgramEnd.Start);
            output.Fail(message, Failure.Transient(exception.Message, "install it, or correct 'command'", exception));
        }
        catch (PatternException exception)
        {
            output.Fail(message, Failure.Permanent($"command: {exception.Message}", "set the value before, or leave the field out"));
        }
    }

    public override void Close()
    {
        _board?.Remove(_meter);
        if (_scratch is not null)
            scratches.Return(_scratchDirectory);
        _scratch = null;
    }

    private void Run(Message message, Output output, Scratch scratch)
    {
        if (_input.Place(message, scratch, out var input) is { } problem)
        {
            output.Fail(message, problem);
            return;
        }

        var product = scratch["output"];
        var arguments = options.Pattern.Compose(message.Metadata, input, product);
        var program = ProgramPath.Search(options.Pattern.Program, context.Directory)
            ?? throw new ProgramException($"there is no program '{options.Pattern.Program}'{(options.Pattern.Program.Contains('/', StringComparison.Ordinal) ? "" : " on the search path")}");
        var standardOutput = new CappedOutput(options.MaximumOutput, keeps: options.Output == ExecOutput.Lines);
        var start = new ChildStart(program, arguments, _directory, Environment(message, scratch));
        var run = new ProgramRun(start, options, standardOutput, _running);
        _meter.Started();
        var begin = context.Services.Time.GetTimestamp();
        var (meaning, failure) = run.Run(_stopping);
        if (run.Cause is { } cause)
            _meter.Ended(cause);
        List<Product> products = failure is null && meaning != ExitMeaning.Drop ? Products(message, arguments, product, standardOutput) : [];
        _meter.Worked(context.Services.Time.GetElapsedTime(begin), message.Payload.Bytes, products.Sum(static each => each.Payload?.Bytes ?? 0));
        if (failure is not null)
        {
            output.Fail(message, failure);
            return;
        }

        if (meaning == ExitMeaning.Drop)
        {
            output.Drop(message);
            return;
        }

        if (options.Output == ExecOutput.None)
            output.Emit(message);
        else
            EmitAll(message, output, products);
    }

    private List<Product> Products(Message message, string[] arguments, string product, CappedOutput standardOutput) => options.Output switch
    {
        ExecOutput.Payload => _products.Read(message, CommandPattern.Products(arguments, product)),
        ExecOutput.Lines => ProductLines.Read(message, standardOutput.Written.Span),
        _ => [],
    };

    // All are read before the first is emitted.
    private static void EmitAll(Message message, Output output, List<Product> products)
    {
        foreach (var product in products)
            output.Emit(output.Child(message, product.Kind, product.Metadata, product.Payload!));
        if (products.Count > 0)
            output.Absorb(message);
        else
            output.Drop(message);
    }

    private Dictionary<string, string> Environment(Message message, Scratch scratch) => new(options.Variables())
    {
        ["TMPDIR"] = options.Environment.GetValueOrDefault("TMPDIR", scratch.Path),
        [ScratchRoot.Variable] = scratch.Path,
        ["WINDROW_ID"] = message.Id.ToString(),
    };

    private ScratchRoot Root()
    {
        lock (_lock)
            return _scratch ??= scratches.Take(_scratchDirectory, context.Services.Time.GetUtcNow());
    }
}
