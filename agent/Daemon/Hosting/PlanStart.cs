using Pdp.Core.Policy;
using Pdp.Daemon.Hosting.Options;
using Pdp.Kubernetes.Configuration;
using Pdp.Protocol.Bootstrap;

namespace Pdp.Daemon.Hosting;

/// <summary>Everything a plan needs, read and checked: as for an agent, but that a bundle need not be there.</summary>
/// <param name="Options">What it was told.</param>
/// <param name="Bundle">What to trust; null when signatures are not to be checked.</param>
/// <param name="Cluster">Where to look.</param>
/// <param name="Policy">The customer's policy.</param>
internal sealed record PlanStart(AgentOptions Options, BootstrapBundle? Bundle, ClusterConfig Cluster, CustomerPolicy Policy)
{
    /// <summary>Reads options, bundle, cluster configuration, policy and registries.</summary>
    /// <param name="sources">Where the options come from.</param>
    /// <param name="problems">Every error of all of them at once; empty on success.</param>
    /// <returns>What was read; null when there are errors.</returns>
    public static PlanStart? TryRead(OptionSources sources, out IReadOnlyList<string> problems)
    {
        var options = OptionReader.Read(sources, "plan", out var wrong);
        var found = wrong.Where(problem => problem != OptionRules.BundleIsRequired).ToList();
        var bundle = options.Bundle.Length == 0 ? null : AgentStart.ReadBundle(options.Bundle, found);
        var cluster = AgentStart.ReadCluster(options, sources.Environment, found);
        var (policy, _) = AgentStart.ReadPolicy(options, found);
        options = AgentStart.ReadRegistries(options, found);
        problems = found;
        return found.Count > 0 ? null : new PlanStart(options, bundle, cluster!, policy!);
    }
}
