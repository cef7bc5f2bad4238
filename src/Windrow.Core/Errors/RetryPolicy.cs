using System.Globalization;
using System.Text;

namespace Windrow.Core.Errors;

/// <summary>How often a message is tried and how long it waits in between. It can say itself in a sentence.</summary>
/// <param name="Attempts">Tries in all, the first included; at least 1.</param>
/// <param name="FirstDelay">Wait before the second try; it doubles with every further one.</param>
/// <param name="MaximumDelay">No wait is longer.</param>
public sealed record RetryPolicy(int Attempts, TimeSpan FirstDelay, TimeSpan MaximumDelay)
{
    /// <summary>For errors that may pass.</summary>
    public static readonly RetryPolicy Transient = new(5, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(2));

    /// <summary>For plug-ins that broke: few tries, as the message itself may be the poison.</summary>
    public static readonly RetryPolicy Fault = new(3, TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(5));

    /// <summary>The wait before the try that follows try number <paramref name="attempt"/>, without jitter.</summary>
    public TimeSpan DelayAfter(int attempt)
    {
        var doublings = Math.Min(attempt - 1, 40);
        var ticks = FirstDelay.Ticks * Math.Pow(2, doublings);
        return ticks >= MaximumDelay.Ticks ? MaximumDelay : TimeSpan.FromTicks((long)ticks);
    }

    /// <summary>The wait with jitter: between half of it and all of it, so that what failed together does not come back together.</summary>
    public TimeSpan DelayAfter(int attempt, Random random) => DelayAfter(attempt) * (0.5 + (random.NextDouble() / 2));

    public override string ToString()
    {
        var text = new StringBuilder("now");
        for (var attempt = 1; attempt < Math.Min(Attempts, 6); attempt++)
            text.Append(CultureInfo.InvariantCulture, $", after {Format(DelayAfter(attempt))}");
        if (Attempts > 6)
            text.Append(CultureInfo.InvariantCulture, $", … ({Attempts} tries)");
        return text.Append(", then dead letter").ToString();
    }

    private static string Format(TimeSpan delay) => delay switch
    {
        { TotalMinutes: >= 1 } when delay.Seconds == 0 => string.Create(CultureInfo.InvariantCulture, $"{delay.TotalMinutes} min"),
        { TotalSeconds: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{delay.TotalSeconds} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{delay.TotalMilliseconds} ms"),
    };
}
