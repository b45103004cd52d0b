using Pdp.Protocol.Intents;

namespace Pdp.Core.Intents;

/// <summary>Every container of a pod has a name of its own, whenever it runs.</summary>
internal sealed class ContainerRule : IComponentRule
{
    public void Check(ComponentSpec spec, RuleReport report)
    {
        var seen = new HashSet<string>(spec.Containers.Keys);
        for (var i = 0; i < spec.InitContainers.Count; i++)
        {
            if (!seen.Add(spec.InitContainers[i].Name))
                report.Add($"spec.initContainers[{i}].name", "is the name of another container");
        }
    }

    /// <summary>Every container with its path in the document and its name: those of its pods, then those of its tests.</summary>
    public static IEnumerable<(string Path, string Name, ContainerBasics Container)> All(ComponentSpec spec) =>
        InPods(spec).Concat(spec.Rollout.Tests.Select((test, i) => ($"spec.rollout.tests[{i}]", test.Name, (ContainerBasics)test)));

    /// <summary>The containers of its pods: those that start first, first.</summary>
    public static IEnumerable<(string Path, string Name, ContainerBasics Container)> InPods(ComponentSpec spec) =>
        spec.InitContainers.Select((container, i) => ($"spec.initContainers[{i}]", container.Name, (ContainerBasics)container))
            .Concat(spec.Containers.OrderBy(c => c.Key, StringComparer.Ordinal)
                .Select(container => ($"spec.containers.{container.Key}", container.Key, (ContainerBasics)container.Value)));
}
