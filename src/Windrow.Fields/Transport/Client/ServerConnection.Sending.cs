namespace Windrow.Fields.Transport.Client;

/// <content>How frames leave, and what they wait for.</content>
internal sealed partial class ServerConnection
{
    private SentFrame? NextToSend() => _again.TryPeek(out var again) ? again : _window.Next;

    private void MarkSent(SentFrame frame)
    {
        if (_again.Count > 0)
        {
            _again.Dequeue();
            return;
        }

        _window.Sent();
        if (_settings.ResendWindow == 0)
            _window.DropThrough(frame.Sequence);
    }

    private void WaitForCredit(SentFrame frame, CancellationToken stop)
    {
        if (HasCredit(frame))
            return;
        Look(TimeSpan.Zero);
        if (HasCredit(frame))
            return;
        PushOut();
        Pull(durable: false);
        while (!HasCredit(frame))
        {
            stop.ThrowIfCancellationRequested();
            Look(Listen);
        }
    }

    // One that is larger than the credit goes when nothing else is there.
    private bool HasCredit(SentFrame frame) => _sentCost + frame.Cost <= _state.Limit || _state.Released >= _sentCost;

    // Puts a frame on its way; it counts as sent when this returns.
    private void Transmit(SentFrame frame)
    {
        try
        {
            _encoder.Write(_out, frame);
        }
        catch (ArgumentException)
        {
            // The server has not got what the encoder believes it has.
            PushOut();
            Disconnect();
            throw;
        }

        var payload = frame.Bytes == 0 ? default : frame.Payload.Format!.BytesOf(frame.Payload);
        if (payload.Length > CopyAtMost)
        {
            _link!.Send(_out.Written, payload);
            _out.Clear();
        }
        else
        {
            _out.Append(payload);
            if (_out.Length >= PushAt)
                PushOut();
        }

        _sentCost += frame.Cost;
        _sentSinceLook += frame.Cost;
        _transmitted = Math.Max(_transmitted, frame.Sequence);
    }

    private void PushOut()
    {
        if (_out.Length == 0)
            return;
        _link!.Send(_out.Written, default);
        _out.Clear();
    }
}
