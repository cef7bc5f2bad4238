using Xunit;
using Xunit.Sdk;

namespace Windrow.Testing.Compliance.Stores;

/// <content>The store against a model, under random sequences of writes.</content>
public abstract partial class StoreCompliance
{
    /// <summary>How many sequences are tried.</summary>
    protected virtual int Sequences => 60;

    [Fact]
    public void Store_any_writes_and_restarts_holds_what_the_model_holds()
    {
        for (var seed = 1; seed <= Sequences; seed++)
        {
            try
            {
                RunSequence(new Random(seed));
            }
            catch (XunitException exception)
            {
                throw new XunitException($"seed {seed}: {exception.Message}", exception);
            }
        }
    }

    private void RunSequence(Random random)
    {
        using var fixture = NewFixture();
        using var run = new StoreModelRun(fixture, random);
        for (var step = random.Next(5, 40); step > 0; step--)
        {
            switch (random.Next(12))
            {
                case 0:
                    run.Reopen();
                    break;
                case 1:
                    run.Compare();
                    break;
                default:
                    run.WriteSome();
                    break;
            }
        }

        run.Compare();
        run.Reopen();
        run.Compare();
    }
}
