namespace Windrow.Core.Routing;
public sealed class PlanMatches
{
    private int[] _plans = new int[16];
    private int _count;
    public ReadOnlySpan<int> Plans => _plans.AsSpan(0, _count);
    public List<(int Plan, string Reason)> Errors { get; } = [];
    public void Clear() => _count = 0;
    public void Add(int plan) { if (_count == _plans.Length) Array.Resize(ref _plans, _count * 2); _plans[_count++] = plan; }
    public void Set(ReadOnlySpan<int> plans) { Clear(); foreach (var plan in plans) Add(plan); }
}
