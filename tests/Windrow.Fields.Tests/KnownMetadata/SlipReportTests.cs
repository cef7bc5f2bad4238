using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Fields.Models;
using Windrow.Fields.Tests.PlanFiles;

namespace Windrow.Fields.Tests.KnownMetadata;

/// <summary>What a model is told of metadata keys that are spelt almost right, which plans take as absent.</summary>
public sealed class SlipReportTests : IDisposable
{
    private readonly PlanText _text = new();
    private readonly LogLines _log = new();

    public void Dispose()
    {
        _text.Dispose();
        _log.Dispose();
    }

    [Fact]
    public void A_key_that_is_spelt_almost_right_is_told_once_whatever_plans_do_with_it()
    {
        var flow = _text.Flow("client: {plans: [{name: none, actions: [{type: select, match: [{category: ocean-2d}]}, {type: null}]}]}").ShouldNotBeNull(_text.Findings);
        var sst = Metadata.From(("name", "sst"), ("catgeory", "ocean-2d"), ("timestep", 3600L), ("my-own-key", 1L));

        using (var client = new ModelClient(flow, _text.Services with { Logs = _log }))
        {
            foreach (var metadata in (Metadata[])[sst, sst, sst.With("level", 5L), sst.With("step", 1L)])
                client.Write(MessageKind.Field, metadata, FieldPayload.Copy([1.0]));
        }

        _log.Lines.Order(StringComparer.Ordinal).ShouldBe([
            "messages of the model carry the metadata key 'catgeory', which is not known; did you mean 'category'? It is not taken for that",
            "messages of the model carry the metadata key 'timestep', which is not known; did you mean 'timeStep'? It is not taken for that"]);
    }

    private sealed class LogLines : ILoggerFactory, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => categoryName == "windrow.metadata" ? this : NullLogger.Instance;

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public void Dispose()
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Lines.Enqueue(formatter(state, exception));
    }
}
