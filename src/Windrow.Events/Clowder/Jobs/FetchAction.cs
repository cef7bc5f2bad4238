using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Plans;
using Windrow.Core.PlugIns;
using Windrow.Core.Stages;
using Windrow.Events.Clowder.Extractors;
using Windrow.Events.Outside;

namespace Windrow.Events.Clowder.Jobs;

/// <summary>
/// Begins the jobs of an extractor and ends them: it fetches what a job is about, hands it on, hears when all that is made of it is done, and tells the server. What is
/// handed on has an id that is the same whenever the job comes, so that sinks know what they have done for it.
/// </summary>
/// <remarks>
/// The message that brought a job is in a durable queue and is held until the job is over; what goes on owes to an obligation of this action. Broker and server are
/// those of the source that the message came from.
/// </remarks>
internal sealed partial class FetchAction(FetchOptions options, PlugInContext plugIn) : PlanAction
{
    private static readonly TimeSpan TellsWithin = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly Dictionary<MessageId, OpenJob> _open = [];
    private readonly Queue<(MessageId Id, Message Message)> _waiting = new();
    private readonly JobFiles _files = new(plugIn.FullPath(options.Directory), options, plugIn.Services);
    private ActionContext _context = null!;
    private ExtractorDesks _desks = null!;
    private OpenJobs _jobs = null!;
    private StoredJobs _stored = null!;
    private JobFetch _fetch = null!;
    private Task _left = Task.CompletedTask;

    public override bool IsConcurrent => true;

    public override bool Waits => true;

    /// <summary>The broker is told that a job has arrived before the work on it begins.</summary>
    public override QueueKind Queue => QueueKind.Durable;

    public override int Workers => Math.Min(options.Jobs, 64);

    public override bool HasOpenState => _open.Count > 0;

    public override void Start(ActionContext context)
    {
        _context = context;
        _desks = context.Shared.Get<ExtractorDesks>();
        _jobs = context.Shared.Get<OpenJobs>();
        _stored = new StoredJobs(context.Store, context.Services.Time);
        _fetch = new JobFetch(options, _files);
        _left = LeaveAsync();
        _desks.Places.Open(options.Jobs);
    }

    public override void Open()
    {
        _stored.Sweep();
        _files.Sweep();
    }

    public override void Close() => _desks.Places.Close(options.Jobs);

    public override void Process(Message message, Output output)
    {
        // What the engine tells about others is no job.
        if (message.Kind == MessageKind.Notification)
        {
            output.Emit(message);
            return;
        }

        var desk = DeskOf(message);
        if (AnotherTryOf(message) is { } open)
            Work(open, output);
        else if (desk.Info is null)
            output.Fail(message, NotBegun(message));
        else
            Arrive(message, desk, output);
    }

    private OpenJob? AnotherTryOf(Message message)
    {
        lock (_lock)
            return _open.TryGetValue(message.Id, out var open) && ReferenceEquals(open.Child, message) ? open : null;
    }

    private static Failure NotBegun(Message message) => new(ErrorClass.Waiting, $"the source '{message.Origin.Source}' has not begun yet, or is no 'clowder' source");

    private ExtractorDesk DeskOf(Message message) => _desks.Of(message.Origin.Source, _context.Services);

    private void Arrive(Message message, ExtractorDesk desk, Output output)
    {
        var id = Job.IdOf(message, $"{desk.Info!.Name}/{desk.Info.Version}");
        output.Hold(message);
        desk.Room.Begins(message.Origin.Id);
        OpenJob open;
        lock (_lock)
        {
            if (_open.TryGetValue(id, out var same))
            {
                same.Again.Add(message);
                return;
            }

            if (_open.Count >= options.Jobs)
            {
                _waiting.Enqueue((id, message));
                return;
            }

            _open.Add(id, open = new OpenJob(id, message));
        }

        Begin(open, output);
    }

    private void Begin(OpenJob open, Output output)
    {
        var message = open.Message;
        var part = ActionContext.Owe(message.Origin, outcome => Ended(open, outcome), message, (failure, tries) => TellAgain(open, failure, tries));
        open.Child = new Message(open.Id, message.Kind, message.Metadata, message.Payload.Add(), part, message.Origin) { Lineage = message.Lineage };
        Work(open, output);
    }

    private void Work(OpenJob open, Output output)
    {
        var child = open.Child!;
        try
        {
            if (Prepare(open) is { } failure)
                output.Fail(child, failure);
            else
                output.Emit(child);
        }
        catch (HostDownException exception)
        {
            output.Fail(child, new Failure(ErrorClass.Waiting, exception.Message, null, exception));
        }
        catch (Exception exception)
        {
            output.Fail(child, Failure.From(exception));
        }
    }

    /// <returns>Why it cannot be worked on; null: it can.</returns>
    private Failure? Prepare(OpenJob open)
    {
        var child = open.Child!;
        if (open.Job is null)
        {
            if (Job.Read(open.Id, child, DeskOf(child), out var job) is { } failure)
                return failure;
            open.Job = job;
            _ = job.Desk.Tell(job.Ticket, StatusKind.Start, "Started processing.");
        }

        var client = open.Job.Desk.Servers!.Client;
        client.Stopping = _context.Stopping;
        var metadata = child.Metadata.Change();
        var file = _fetch.Fetch(open.Job, metadata);
        var body = ((BytesPayload)child.Payload).Span.ToArray();
        child.Metadata = metadata.Build();
        child.ReplacePayload(file is null ? Payload.None : file);
        open.Job.Given = child.Metadata.Select(static each => each.Key.Name).ToHashSet(StringComparer.Ordinal);
        _stored.Keep(open.Job, child.Origin.Source, body);
        _jobs.Add(open.Job);
        return null;
    }
}
