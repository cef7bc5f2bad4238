using Windrow.ModelApi.Failures;

namespace Windrow.ModelApi.Tests;

public sealed class ModelDataTests
{
    private readonly ModelData _data = new();

    [Fact]
    public void Values_are_put_together_piece_by_piece()
    {
        _data.Resize(32);
        _data.Set<double>([1, 2], 1);
        _data.Set<double>([9], 3);

        using var field = new Disposer(_data.ToField(8));
        field.Payload.Doubles.ToArray().ShouldBe([0, 1, 2, 9]);
        _data.Resize(16);
        _data.Resize(32);
        using var again = new Disposer(_data.ToField(8));
        again.Payload.Doubles.ToArray().ShouldBe([0, 1, 0, 0]);
        _data.Zero();
        using var zero = new Disposer(_data.ToField(4));
        zero.Payload.Singles.ToArray().ShouldBe(new float[8]);
    }

    [Fact]
    public void What_lies_beyond_the_end_or_is_no_value_is_told_with_its_place()
    {
        _data.Resize(12);

        Should.Throw<ModelException>(() => _data.Set<double>([1], 1)).Message.ShouldContain("values 1 to 1 of 1");
        Should.Throw<ModelException>(() => _data.Set<float>([1], -1));
        Should.Throw<ModelException>(() => _data.Set<float>([1], int.MaxValue));
        Should.Throw<ModelException>(() => _data.ToField(8));
        Should.Throw<ModelException>(() => _data.ToField(3));
        Should.Throw<ModelException>(() => _data.Resize(-1));
    }

    private sealed class Disposer(Windrow.Core.Payloads.FieldPayload payload) : IDisposable
    {
        public Windrow.Core.Payloads.FieldPayload Payload => payload;

        public void Dispose() => payload.Release();
    }
}
