using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Windrow.Core;
using Windrow.Core.PlugIns;
using Windrow.Core.State;
using Windrow.Events.Amqp.Brokers;
using Windrow.Events.Amqp.Source;
using Windrow.Events.Clowder.Extractors;
using Windrow.Events.Clowder.Serving.Brokers;
using Windrow.Events.Clowder.Serving.Records;
using Windrow.Events.Clowder.Serving.Web;
using Windrow.Events.Clowder.Serving.Work;

namespace Windrow.Events.Clowder.Serving;

/// <summary>A Clowder server: what it keeps, how it talks to the broker, and its web interface.</summary>
internal sealed class ClowderServing : IAsyncDisposable
{
    private const string WeekInMilliseconds = "604800000";

    private readonly ServerOptions _options;
    private readonly EngineServices _services;
    private readonly ILogger _log;
    private readonly RateLimit _badStatuses;
    private readonly RateLimit _badRegistrations;
    private readonly FlowStore _store;
    private readonly JobSender _sender;
    private readonly ServerListener _statuses;
    private readonly ServerListener _registrations;
    private readonly CatchUp _catchUp;
    private readonly WebServer _web;
    private readonly CancellationTokenSource _over = new();

    public ClowderServing(ServerOptions options, PlugInContext plugIn, FlowStore store)
    {
        (_options, _services, _store) = (options, plugIn.Services, store);
        _log = plugIn.Services.Logs.CreateLogger("windrow.clowder");
        (_badStatuses, _badRegistrations) = (new RateLimit(_services.Time), new RateLimit(_services.Time));
        var documents = new Documents(store);
        var ids = new ObjectIds(_services.Time, _services.Random);
        var users = new ServerUsers(options);
        Registry = new Registry(documents, options, _services, _log);
        Jobs = new JobBook(documents, Registry, ids, options, _services.Time, _log);
        Catalogue = new Catalogue(documents, Jobs, new ContentFiles(plugIn.FullPath(options.Directory), _services.Files), ids, _services.Time);
        Types = new MimeTypeTable(options.Types);
        _catchUp = new CatchUp(documents, Registry, Jobs, _log);
        _sender = new JobSender(documents, Jobs, users, options, new BrokerLink(options.Broker, plugIn, $"{plugIn.Where} (jobs)"), _services, _log);
        _statuses = new ServerListener(Queue(QueueNames.Replies(options)), plugIn, TakeStatus);
        _registrations = new ServerListener(Queue(QueueNames.Registrations(options), isOfRegistrations: true), plugIn, TakeRegistration);
        var search = new QueueSearch(new BrokerLink(options.Broker, plugIn, $"{plugIn.Where} (cancels)"));
        _web = new WebServer(new WebContext(options, Catalogue, Registry, Jobs, Types, search, _services, _log), users);
        Registry.Heard += Heard;
    }

    public Registry Registry { get; }

    public JobBook Jobs { get; }

    public Catalogue Catalogue { get; }

    public MimeTypeTable Types { get; }

    /// <exception cref="IOException">It cannot listen.</exception>
    public void Start()
    {
        var state = _store.Open();
        Registry.Load(state);
        Jobs.Load(state);
        Catalogue.Content.Sweep(id => Catalogue.Documents.Find(Shelves.Files.Scope, id) is not null || Catalogue.Documents.Find(Shelves.Pictures.Scope, id) is not null);
        _web.Start();
        _sender.Start();
        _statuses.Start();
        _registrations.Start();
        foreach (var extractor in Registry.All)
            Heard(extractor);
        ServerLog.Serves(_log, _options.Address, QueueNames.Replies(_options));
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync().ConfigureAwait(false);
        await _web.DisposeAsync().ConfigureAwait(false);
        await Task.WhenAll(_registrations.DisposeAsync().AsTask(), _statuses.DisposeAsync().AsTask(), _sender.CloseAsync(TimeSpan.FromSeconds(2)), _catchUp.Idle).ConfigureAwait(false);
        await _sender.DisposeAsync().ConfigureAwait(false);
        _over.Dispose();
    }

    private void Heard(ExtractorRecord extractor)
    {
        _sender.WakeForAll();
        _ = _catchUp.RunAsync(extractor.Name, _over.Token);
    }

    // What piles up of registrations while nobody listens goes by itself: they are told again.
    private AmqpSourceOptions Queue(string name, bool isOfRegistrations = false) => new()
    {
        Broker = _options.Broker,
        Queue = name,
        Declare = DeclareMode.Classic,
        Arguments = isOfRegistrations ? new Dictionary<string, string> { ["x-expires"] = WeekInMilliseconds, ["x-max-length"] = "10000" } : [],
        Bindings = isOfRegistrations ? [new BindingOptions { Exchange = ExtractorDesk.Registrations, Type = ExchangeType.Fanout }] : [],
    };

    private async Task TakeStatus(byte[] body)
    {
        string reason;
        try
        {
            var status = ReportedStatus.Read(body);
            if (await Jobs.NoteAsync(status.Job, status).ConfigureAwait(false))
                return;
            reason = $"there is no job '{status.Job}'";
        }
        catch (JsonException exception)
        {
            reason = exception.Message;
        }

        if (_badStatuses.Happened(out var count))
            ServerLog.BadStatus(_log, reason, count);
    }

    private async Task TakeRegistration(byte[] body)
    {
        string? reason;
        try
        {
            if (JsonNode.Parse(ClowderEvent.Utf8Of(body)) is not JsonObject beat || beat["extractor_info"] is not JsonObject info)
                reason = "there is no 'extractor_info' in it";
            else
                reason = await Registry.RegisterAsync((JsonObject)info.DeepClone(), beat["queue"] is JsonValue value && value.TryGetValue<string>(out var queue) ? queue : null).ConfigureAwait(false);
        }
        catch (JsonException exception)
        {
            reason = $"it is no JSON: {exception.Message}";
        }

        if (reason is not null && _badRegistrations.Happened(out var count))
            ServerLog.BadRegistration(_log, reason, count);
    }
}
