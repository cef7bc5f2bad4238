using FsCheck;
using FsCheck.Fluent;

namespace Windrow.Core.Tests.Filters;

/// <summary>Runs a property over random seeds; a failure names the seed.</summary>
internal static class Properties
{
    public static void Hold(int runs, Action<Random> property) =>
        Prop.ForAll(
            Gen.Choose(0, int.MaxValue).ToArbitrary(),
            seed =>
            {
                property(new Random(seed));
                return true;
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(runs));

    public static T Pick<T>(this Random random, params ReadOnlySpan<T> items) => items[random.Next(items.Length)];
}
