using Microsoft.Extensions.DependencyInjection;
using Pdp.Core.Analysis;
using Pdp.Core.Policy;
using Pdp.Core.Policy.Model;
using Pdp.Daemon.Policy;
using Pdp.Simulation.Processes;

namespace Pdp.Simulation.Crashes;

/// <summary>What every agent of a rollout finds: a gateway of the customer's, and what measures its analyses.</summary>
internal static class Stage
{
    private static readonly PolicyRules _rules = PolicyRules.Default with
    {
        Gateways = new GatewayRules
        {
            External = new GatewayRule("{environment}.{organization}.example.com", Tls: false) { Namespace = "gateways", Name = "external" },
        },
    };

    // Shorter than a rollout may take together with several deaths.
    private static readonly TimeSpan _lease = TimeSpan.FromSeconds(8);

    public static AgentSetup Of(AgentSetup setup) => setup with
    {
        LeaseDuration = _lease,
        Change = services =>
        {
            services.AddSingleton<IAnalysisSource, ScriptedAnalysis>();
            services.AddSingleton(new CurrentPolicy(new CustomerPolicy(_rules, [])));
            setup.Change(services);
        },
    };
}
