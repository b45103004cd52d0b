using Pdp.Core.Policy;
using Pdp.Daemon.Hosting.Options;
using Pdp.Daemon.Identity;
using Pdp.Daemon.Images.Configuration;
using Pdp.Daemon.Policy;
using Pdp.Daemon.Secrets.Configuration;
using Pdp.Kubernetes.Configuration;
using Pdp.Protocol.Bootstrap;

namespace Pdp.Daemon.Hosting;

/// <summary>Everything the agent needs to start, read and checked.</summary>
/// <param name="Options">What it was told.</param>
/// <param name="Bundle">Whom to dial and what to trust.</param>
/// <param name="Cluster">Where to work.</param>
/// <param name="Environment">The process environment, for the proxy variables.</param>
internal sealed record AgentStart(
    AgentOptions Options, BootstrapBundle Bundle, ClusterConfig Cluster, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>The customer's policy at the start.</summary>
    public CustomerPolicy Policy { get; init; } = CustomerPolicy.Default;

    /// <summary>Where it came from.</summary>
    public PolicySettings PolicySettings { get; init; } = new();

    /// <summary>Reads options, bundle, cluster configuration and policy.</summary>
    /// <param name="sources">Where the options come from.</param>
    /// <param name="problems">Every error of all of them at once; empty on success.</param>
    /// <returns>What was read; null when there are errors.</returns>
    public static AgentStart? TryRead(OptionSources sources, out IReadOnlyList<string> problems)
    {
        var options = OptionReader.Read(sources, System.Environment.MachineName, out var wrong) with { Variables = sources.Environment };
        var found = wrong.ToList();
        var bundle = options.Bundle.Length == 0 ? null : ReadBundle(options.Bundle, found);
        var cluster = ReadCluster(options, sources.Environment, found);
        var (policy, settings) = ReadPolicy(options, found);
        if (options.SecretStores is { } stores)
        {
            options = options with { Stores = SecretStoresFile.Read(stores, out var broken) };
            found.AddRange(broken.Select(problem => $"secret-stores {stores}: {problem}"));
        }
        options = ReadRegistries(options, found);
        problems = found;
        return found.Count > 0
            ? null
            : new AgentStart(options, bundle!, cluster!, sources.Environment) { Policy = policy!, PolicySettings = settings };
    }

    /// <summary>Reads the bundle; null when something is wrong with it.</summary>
    public static BootstrapBundle? ReadBundle(string path, List<string> problems)
    {
        var bundle = BundleFile.TryRead(path, out var wrong);
        problems.AddRange(wrong.Select(problem => $"bundle {path}: {problem}"));
        return bundle;
    }

    /// <summary>Reads the policy. Without one nothing could be allowed or refused, so a wrong one keeps the agent from starting.</summary>
    public static (CustomerPolicy? Policy, PolicySettings Settings) ReadPolicy(AgentOptions options, List<string> problems)
    {
        if (options.PolicyFile is not { } path) return (new CustomerPolicy(options.Policy, []), new PolicySettings());
        var file = new PolicyFile(path, options.Policy);
        var reading = file.Read();
        problems.AddRange(reading.Problems.Select(problem => $"policy {path}: {problem}"));
        return (reading.Policy, new PolicySettings { File = file, Version = reading.Version, Interval = options.PolicyRefresh });
    }

    /// <summary>Reads the registries, where there are any.</summary>
    public static AgentOptions ReadRegistries(AgentOptions options, List<string> problems)
    {
        if (options.Registries is not { } path) return options;
        var registries = RegistriesFile.Read(path, out var broken);
        problems.AddRange(broken.Select(problem => $"registries {path}: {problem}"));
        return options with { RegistryDefinitions = registries };
    }

    /// <summary>Finds the cluster; null when something is wrong with its configuration.</summary>
    public static ClusterConfig? ReadCluster(AgentOptions options, IReadOnlyDictionary<string, string> environment, List<string> problems)
    {
        try
        {
            return ClusterConfigLoader.Load(new ClusterConfigRequest
            {
                KubeconfigPath = options.Kubeconfig,
                Context = options.Context,
                KubeconfigVariable = environment.GetValueOrDefault("KUBECONFIG"),
                ServiceHost = environment.GetValueOrDefault("KUBERNETES_SERVICE_HOST"),
                ServicePort = environment.GetValueOrDefault("KUBERNETES_SERVICE_PORT"),
                HomeDirectory = environment.GetValueOrDefault("HOME"),
            });
        }
        catch (ClusterConfigException wrong)
        {
            problems.AddRange(wrong.Problems.Select(problem => $"kubeconfig: {problem}"));
            return null;
        }
    }
}
