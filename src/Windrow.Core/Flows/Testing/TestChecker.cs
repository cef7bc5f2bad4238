using Windrow.Core.Configuration;
using Windrow.Core.Plans;
using Windrow.Core.PlugIns;
using Windrow.Core.Sources;

namespace Windrow.Core.Flows.Testing;

/// <summary>Tells where tests name what the flow does not have.</summary>
internal sealed class TestChecker(IReadOnlyList<SourceDefinition> sources, IReadOnlyList<PlanDefinition> plans, PlugInContext context)
{
    private readonly DiagnosticBag _diagnostics = context.Diagnostics;

    public void Check(IReadOnlyList<FlowTest> tests)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var test in tests)
        {
            if (!names.Add(test.Name))
                _diagnostics.Error(Rules.DuplicateName, test.Location, $"there is another test named '{test.Name}'", "give each test a name of its own");
            foreach (var step in test.Given)
                Check(step);
            foreach (var fault in test.Fail)
                CheckAction(fault.Plan, fault.Action, fault.Location);
            foreach (var expectation in test.Expectations)
                CheckAction(expectation.Plan, expectation.Action, expectation.Location);
        }
    }

    private void Check(TestStep step)
    {
        if (step.Source is { } source && sources.All(each => each.Name != source))
            Unknown("source", source, sources.Select(static each => each.Name), step.Location);
        else if (step.Source is null && step.Plan is null && sources.Count != 1 && step.Kind is TestStepKind.Message or TestStepKind.Read or TestStepKind.Drop or TestStepKind.Run)
            _diagnostics.Error(Rules.Test, step.Location, $"the flow has {sources.Count} sources, and the step does not say which", sources.Count == 0 ? "name a plan with 'plan'" : $"add 'source: {sources[0].Name}'");
        if (step.Run && sources.FirstOrDefault(each => step.Source is null || each.Name == step.Source) is { IsOutside: true } outside)
            _diagnostics.Error(Rules.Test, step.Location, $"the source '{outside.Name}' listens to the outside, and a test does not let it", "give its messages with 'metadata' or 'read'");
        if (step.Plan is not null)
            CheckAction(step.Plan, null, step.Location);
        foreach (var file in new[] { step.File, step.ReadFile })
        {
            if (file is not null && context.Services.Files.Find(context.InputPath(file)) is not { IsDirectory: false })
                _diagnostics.Error(Rules.MissingFile, step.Location, $"there is no file '{file}'", "correct the path; it is relative to the directory of the flow file");
        }
    }

    private void CheckAction(string? plan, string? action, SourceLocation at)
    {
        var meant = plan is null ? plans : [.. plans.Where(each => each.Name == plan)];
        if (plan is not null && meant.Count == 0)
            Unknown("plan", plan, plans.Select(static each => each.Name), at);
        else if (action is not null && !meant.Any(each => each.All.Any(definition => definition.IsCalled(action))))
            Unknown(plan is null ? "action" : $"action of plan '{plan}'", action, meant.SelectMany(static each => each.All).SelectMany(static each => new[] { each.Name, each.Type, each.Path }).OfType<string>().Distinct(), at);
    }

    private void Unknown(string what, string name, IEnumerable<string> names, SourceLocation at) =>
        _diagnostics.Error(Rules.Test, at, $"there is no {what} named '{name}'{Suggestion.Clause(name, names)}", $"there are: {string.Join(", ", names)}");
}
