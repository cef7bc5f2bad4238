using Windrow.Core.Plans;

namespace Windrow.Core.Flows;

/// <summary>Ends a look at an action.</summary>
internal sealed class Tapping(Plan plan, int action) : IDisposable
{
    public void Dispose() => plan.Show(action, null);
}
