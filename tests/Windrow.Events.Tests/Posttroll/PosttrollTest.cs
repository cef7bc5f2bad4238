using Windrow.Core.Messages;

namespace Windrow.Events.Tests.Posttroll;

/// <summary>A test with a peer of its own.</summary>
public abstract class PosttrollTest : IDisposable
{
    private PythonPeer? _peer;

    internal PythonPeer Peer
    {
        get
        {
            Assert.SkipWhen(PythonPeer.Missing is not null, PythonPeer.Missing ?? "");
            return _peer ??= new PythonPeer();
        }
    }

    internal static string Message(int number, string subject = "/test") =>
        $$"""pytroll:/{{subject}} file peer@host 2026-01-02T03:04:05.678901 v1.01 application/json {"number": {{number}}, "start_time": "2026-01-02T03:00:00"}""";

    internal static string Value(Metadata metadata, string key) => metadata.TryGet(key, out var value) ? value.ToString() : "(none)";

    internal static string SourceYaml(string source) => $$"""
        flow: test
        settings: {state: none}
        sources:
          - type: posttroll
            {{source.Replace("\n", "\n    ", StringComparison.Ordinal)}}
        plans:
          - name: p
            actions: [{type: taken}]
        """;

    internal static string SinkYaml(string sink) => $$"""
        flow: test
        settings: {state: none}
        sources: [{type: given}]
        plans:
          - name: p
            retry: {attempts: 3, first-delay: 50ms, maximum-delay: 100ms}
            actions:
              - type: posttroll
                {{sink.Replace("\n", "\n        ", StringComparison.Ordinal)}}
        """;

    public virtual void Dispose()
    {
        _peer?.Dispose();
        GC.SuppressFinalize(this);
    }
}
