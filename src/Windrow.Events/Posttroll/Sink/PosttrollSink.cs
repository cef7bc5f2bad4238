using System.Buffers;
using Microsoft.Extensions.Logging;
using Windrow.Core.Errors;
using Windrow.Core.Flows;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Plans;
using Windrow.Core.PlugIns;
using Windrow.Events.Amqp.Sink;
using Windrow.Events.Posttroll.Messages;
using Windrow.Events.Posttroll.Sockets;
using Windrow.Events.Posttroll.Source;

namespace Windrow.Events.Posttroll.Sink;

/// <summary>Publishes messages as posttroll does. An announcement: whoever subscribes at that moment gets it, and nobody says whether he has.</summary>
internal sealed class PosttrollSink(PosttrollSinkOptions options, PlugInContext plugIn) : PlanAction
{
    private readonly ILogger _log = plugIn.Services.Logs.CreateLogger("posttroll");
    private readonly TextPattern? _subject = options.Subject is null ? null : new TextPattern(options.Subject);
    private readonly TextPattern _type = new(options.MessageType);
    private readonly TextPattern? _text = options.Text is null ? null : new TextPattern(options.Text);
    private readonly MetadataKey[] _keys = [.. options.Keys.Select(static key => (MetadataKey)key)];
    private readonly MessageWriter _writer = new(options.Version);
    private readonly ArrayBufferWriter<byte> _message = new(1024);
    private readonly string _name = $"{options.Name} {options.Address}:{options.Port} {options.Ports}";
    private ActionContext _context = null!;
    private SocketSetting? _setting;
    private Publisher? _publisher;
    private bool _waited;
    private bool _toldSlow;
    private bool _toldWait;
    private bool _toldUnheard;

    // Sinks of one name and address have one in common.
    private SharedByKey<string, Publisher> Publishers => _context.Shared.Get<SharedByKey<string, Publisher>>();

    public override bool Waits => true;

    public override bool IsTerminal => true;

    public override void Start(ActionContext context) => _context = context;

    public override void Open()
    {
        try
        {
            // Before the first message, so that subscribers find it in time.
            Connect();
        }
        catch (FailureException)
        {
            // Told with the first message.
        }
    }

    public override void Process(Message message, Output output)
    {
        var subject = Compose(message);
        Publisher publisher;
        try
        {
            publisher = Connect();
        }
        catch (FailureException exception)
        {
            Wait(message, exception.Failure, output);
            return;
        }

        if (!_waited)
            _ = publisher.WaitUntilHeard(_message.WrittenSpan, options.FirstWait, _context.Stopping);
        _waited = true;
        if (!publisher.IsHeard(_message.WrittenSpan))
        {
            if (options.Unheard == UnheardPolicy.Wait)
            {
                Wait(message, new Failure(ErrorClass.Waiting, $"nobody subscribes to '{subject}' at {publisher.Endpoint}"), output);
                return;
            }

            if (!_toldUnheard)
                SinkLog.Unheard(_log, plugIn.Where, subject);
            _toldUnheard = true;
        }

        var sent = publisher.Send(_message.WrittenSpan);
        if (!sent && !_toldSlow)
            SinkLog.TooSlow(_log, plugIn.Where, options.Peers.HighWaterMark);
        (_toldSlow, _toldWait) = (!sent, false);
        output.Deliver(message);
    }

    public override void Close()
    {
        if (_publisher is not null)
            Publishers.Leave(_name, static publisher => publisher.Dispose());
        _publisher = null;
    }

    private void Wait(Message message, Failure failure, Output output)
    {
        if (failure.Class == ErrorClass.Waiting && !_toldWait)
            SinkLog.Waits(_log, plugIn.Where, failure.ToString());
        _toldWait = true;
        output.Fail(message, failure);
    }

    private Publisher Connect()
    {
        if (_publisher is not null)
            return _publisher;
        _setting ??= options.Peers.ToSetting(plugIn, problem => HeartbeatLog.Setting(_log, plugIn.Where, problem));
        _publisher = Publishers.Join(_name, () => new Publisher(options, _setting, plugIn.Services, plugIn.Where));
        SinkLog.Publishes(_log, plugIn.Where, _publisher.Endpoint);
        return _publisher;
    }

    /// <returns>The subject; the message stands in the buffer.</returns>
    /// <exception cref="FailureException">The metadata do not give a message.</exception>
    private string Compose(Message message)
    {
        _message.Clear();
        var relays = options.Relays && message.Metadata.Contains(PosttrollKeys.Subject);
        var subject = relays || _subject is null ? Header(message, PosttrollKeys.Subject) : Word(_subject, message, "subject");
        var type = relays ? Header(message, PosttrollKeys.Type) : Word(_type, message, "message-type");
        var sender = relays ? Header(message, PosttrollKeys.Sender) : Sender.This;
        var time = relays && message.Metadata.TryGet(PosttrollKeys.Time, out var own) && own.TryGetTimestamp(out var then) ? then : plugIn.Services.Time.GetUtcNow().UtcDateTime;
        if (options.Body == PosttrollBody.Payload || (relays && message.Metadata.Contains(PosttrollKeys.Binary)))
        {
            var bytes = message.Payload as BytesPayload ?? throw new FailureException(Failure.Permanent("the message has no octets as its payload to publish", "put an action that makes them, such as encode, in front of posttroll, or leave 'body: payload' out"));
            _writer.Write(_message, subject, type, sender, time, DataForm.Binary, bytes.Span);
        }
        else if (_text is not null)
        {
            _writer.Write(_message, subject, type, sender, time, DataForm.Text, System.Text.Encoding.UTF8.GetBytes(TextOf(_text, message, "text")));
        }
        else
        {
            Data(message, subject, type, sender, time);
        }

        return subject;
    }

    private void Data(Message message, string subject, string type, string sender, DateTime time)
    {
        var original = message.Payload is BytesPayload payload && payload.Span.StartsWith(Grammar.Magic) ? payload.Span : default;
        if (_keys.Length == 0 && message.Metadata.TryGetString(PosttrollKeys.Text, out var text))
            _writer.Write(_message, subject, type, sender, time, DataForm.Text, System.Text.Encoding.UTF8.GetBytes(text));
        else if (_keys.Length == 0 && message.Metadata.TryGet(DataReader.Whole, out var whole))
            _writer.Write(_message, subject, type, sender, time, whole);
        else
            _writer.Write(_message, subject, type, sender, time, MetadataValue.Of(Selected(message)), original);
    }

    private Metadata Selected(Message message)
    {
        var all = message.Metadata.Tail is null ? message.Metadata : _keys.Length > 0 ? message.Metadata.Pick(_keys) : message.Metadata.Materialise([]);
        var builder = new MetadataBuilder();
        foreach (var (key, value) in all)
        {
            if (_keys.Length > 0 ? Array.IndexOf(_keys, key) >= 0 : !key.Name.StartsWith(PosttrollKeys.Prefix, StringComparison.Ordinal))
                builder.Set(key, value);
        }

        if (message.Payload is FilePayload file && _keys.Length == 0)
        {
            if (!all.Contains("uri"))
                builder.Set("uri", Path.GetFullPath(file.Path));
            if (!all.Contains("uid"))
                builder.Set("uid", Path.GetFileName(file.Path));
        }

        if (options.IdKey is { } id)
            builder.Set(id, message.Id.ToString());
        return builder.Build();
    }

    private static string Header(Message message, MetadataKey key) => message.Metadata.TryGetString(key, out var value)
        ? value
        : throw new FailureException(Failure.Permanent($"the message has no '{key}', as it did not come from posttroll", "write 'subject'"));

    private static string Word(TextPattern pattern, Message message, string option)
    {
        var text = TextOf(pattern, message, option);
        if (text.StartsWith(Grammar.MagicText, StringComparison.Ordinal))
            text = text[Grammar.MagicText.Length..];
        return text.Length > 0 && !text.Any(char.IsWhiteSpace)
            ? text
            : throw new FailureException(Failure.Permanent($"'{text}' is no {option}: it is one word, without spaces", $"correct '{option}', or put a set in front"));
    }

    private static string TextOf(TextPattern pattern, Message message, string option) => pattern.TryCompose(message.Metadata, out var text, out var problem)
        ? text
        : throw new FailureException(Failure.Permanent(problem, $"put a set or select in front, or correct '{option}'"));
}
