using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Patterns;
using Windrow.Core.Payloads;
using Windrow.Core.Plans;
using Windrow.Core.PlugIns;
using Windrow.Events.Clowder.Extractors;
using Windrow.Events.Clowder.Jobs;
using Windrow.Events.Outside;

namespace Windrow.Events.Clowder.Uploads;

/// <summary>
/// Sends what was made for a job to the server that the job is of. An upload is written down before it is sent and when it is there; where it was
/// only begun, the server is asked first, so that nothing is there twice.
/// </summary>
internal sealed class ClowderSink(ClowderSinkOptions options, PlugInContext plugIn) : PlanAction
{
    private readonly MetadataKey[] _keys = [.. options.Keys.Select(static key => (MetadataKey)key)];
    private ActionContext _context = null!;
    private OpenJobs _open = null!;
    private StoredJobs _stored = null!;
    private UploadSteps _steps = null!;

    public override bool Waits => true;

    public override bool IsTerminal => true;

    public override void Start(ActionContext context)
    {
        _context = context;
        _open = context.Shared.Get<OpenJobs>();
        _stored = new StoredJobs(context.Store, context.Services.Time);
        _steps = new UploadSteps(context.Store, context.Services.Time);
    }

    public override void Open() => _steps.Sweep();

    public override void Process(Message message, Output output)
    {
        try
        {
            if (JobOf(message, out var job) is { } failure)
                output.Fail(message, failure);
            else if (Upload(message, job) is { } refusal)
                output.Fail(message, refusal);
            else
                output.Deliver(message);
        }
        catch (HostDownException exception)
        {
            output.Fail(message, new Failure(ErrorClass.Waiting, exception.Message, null, exception));
        }
    }

    private Failure? JobOf(Message message, out Job job)
    {
        job = null!;
        if (!message.Metadata.TryGetString(Job.Key, out var text) || !MessageId.TryParse(text, out var id))
            return Failure.Permanent($"the message is of no job: it has no '{Job.Key.Name}'", "put 'clowder-fetch' in front, and let what stands between keep its metadata");
        if (_open.Find(id) is { } open)
        {
            job = open;
            return null;
        }

        // A dead letter of it is tried again.
        return _stored.Find(id, source => _context.Shared.Get<ExtractorDesks>().Of(source, _context.Services), out job);
    }

    private Failure? Upload(Message message, Job job)
    {
        if (MakeUpload(message, job, out var upload) is { } wrong)
            return wrong;
        var step = $"{job.Id}/{message.Id}/{_context.Path}";
        var before = _steps.Find(step);
        if (before is { IsDone: true })
            return null;
        job.Desk.Servers!.Client.Stopping = _context.Stopping;
        if (before is null || !upload!.IsThere(job, before.Part))
        {
            if (before is null)
                _steps.Note(step, isDone: false);
            _ = job.Desk.Tell(job.Ticket, StatusKind.Processing, $"Uploading {upload!.Name}.");
            Send(upload!, job, step, before?.Part ?? "");
        }

        _steps.Note(step, isDone: true);
        return null;
    }

    private void Send(IUpload upload, Job job, string step, string part)
    {
        try
        {
            upload.Send(job, part, half => _steps.Note(step, isDone: false, half));
        }
        catch (FailureException exception) when (exception.Failure.Class == ErrorClass.Permanent)
        {
            // It is not there, for sure.
            _steps.Forget(step);
            throw;
        }
    }

    private Failure? MakeUpload(Message message, Job job, out IUpload? upload)
    {
        upload = null;
        if (options.Upload == UploadKind.Metadata)
        {
            var content = Content(message, job);
            if (content.Count == 0)
                return Failure.Permanent("there are no metadata to send: the message has none but those of the job", "put an action in front that sets some, or name them under 'keys'");
            upload = new MetadataUpload(job, content);
            return null;
        }

        if (message.Payload is not FilePayload and { Format: null })
            return Failure.Permanent("the message has no payload to send", "put an action in front that makes one");
        if (NameOf(message, out var name) is { } problem)
            return problem;
        var payload = new UploadContent(name, message.Payload, plugIn.Services.Files);
        upload = options.Upload switch
        {
            UploadKind.File => new FileUpload(payload),
            UploadKind.Preview when job.Server.Version == ClowderVersion.V2 => new VisualizationUpload(payload, options.MimeType ?? MimeTypes.Of(name), options.Component),
            _ => new PictureUpload(payload, options.Upload == UploadKind.Thumbnail),
        };
        return null;
    }

    private Metadata Content(Message message, Job job)
    {
        var builder = new MetadataBuilder();
        foreach (var key in _keys)
        {
            if (message.Metadata.TryGet(key, out var value))
                builder.Set(key, value);
        }

        if (_keys.Length > 0)
            return builder.Build();
        foreach (var (key, value) in message.Metadata.Materialise([]))
        {
            if (!job.Given.Contains(key.Name))
                builder.Set(key, value);
        }

        return builder.Build();
    }

    private Failure? NameOf(Message message, out string name)
    {
        name = message.Payload is FilePayload file ? Path.GetFileName(file.Path) : "";
        if (options.As is not null)
        {
            try
            {
                name = options.As.Compose(message.Metadata);
            }
            catch (PatternException exception)
            {
                return Failure.Permanent(exception.Message, "put a set in front, or correct 'as'", exception);
            }
        }

        return name.Length > 0 ? null : Failure.Permanent("what is sent has no name", "write for example 'as: \"{filename}.csv\"'");
    }
}
