namespace Windrow.Events.Posttroll.Messages;

/// <summary>The header of the message before: from one publisher all of it but the time comes again and again. For one thread.</summary>
internal sealed class LastHeader(TextCache texts)
{
    private const int Longest = 256;

    private readonly byte[] _front = new byte[Longest]; // up to the time
    private readonly byte[] _behind = new byte[Longest]; // from the time to the data
    private int _frontLength;
    private int _behindLength;

    public string Subject { get; private set; } = "";

    public string Type { get; private set; } = "";

    public string Sender { get; private set; } = "";

    public string Version { get; private set; } = "";

    public DataForm Form { get; private set; }

    /// <summary>Whether a message begins with the same header, at another time.</summary>
    public bool IsOf(ReadOnlySpan<byte> message, out ReadOnlySpan<byte> time, out ReadOnlySpan<byte> data)
    {
        time = data = default;
        if (_frontLength == 0 || !message.StartsWith(_front.AsSpan(0, _frontLength)))
            return false;
        var rest = message[_frontLength..];
        var length = rest.IndexOfAnyInRange((byte)0, (byte)' ');
        if (length < 0 || !rest[length..].StartsWith(_behind.AsSpan(0, _behindLength)))
            return false;
        time = rest[..length];
        data = rest[(length + _behindLength)..];

        // More white space than before would belong to the header.
        return data.Length > 0 && data[0] > (byte)' ';
    }

    /// <param name="message">What <paramref name="text"/> is made of.</param>
    public void Keep(ReadOnlySpan<byte> message, in PosttrollText text)
    {
        (Subject, Type, Sender) = (texts.Text(text.Subject), texts.Text(text.Type), texts.Text(text.Sender));
        (Version, Form) = (texts.Text(text.Version), text.Form);
        _frontLength = 0;
        if (!message.Overlaps(text.Time, out var at) || !message.Overlaps(text.Data, out var data))
            return;
        var front = message[..at];
        var behind = message[(at + text.Time.Length)..data];
        if (front.Length > Longest || behind.Length > Longest || behind[0] != ' ')
            return;
        front.CopyTo(_front);
        behind.CopyTo(_behind);
        (_frontLength, _behindLength) = (front.Length, behind.Length);
    }
}
