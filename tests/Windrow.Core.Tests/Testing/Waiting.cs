using System.Runtime.CompilerServices;

namespace Windrow.Core.Tests.Testing;

/// <summary>Waits for what a test can observe, and leaves the processor to what it waits for.</summary>
internal static class Waiting
{
    // Costs nothing where nothing is wrong; other tests run on the same two cores.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    public static async Task Until(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string what = "")
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(begun) > Patience)
                throw new TimeoutException($"waited for {what}");
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
    }
}
