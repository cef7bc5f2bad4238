namespace Windrow.ModelApi;

internal static class ModelServer
{
    public static void Run(ModelConfiguration configuration) => throw new NotSupportedException();
}
