using Pdp.Protocol.Intents;

namespace Pdp.Core.Intents;

/// <summary>The rules between the fields of a document, which a schema cannot say.</summary>
public static class IntentRules
{
    private static readonly IReadOnlyList<IComponentRule> ComponentRules =
    [
        new ShapeRule(),
        new ScheduleRule(),
        new TaskRule(),
        new ProxyRule(),
        new ContainerRule(),
        new ImageRule(),
        new FollowRule(),
        new PortRule(),
        new ConfigRule(),
        new EnvRule(),
        new ConnectionRule(),
        new FileRule(),
        new SecretRule(),
        new ProbeRule(),
        new ResourceRule(),
        new EndpointRule(),
        new TrafficRule(),
        new StorageRule(),
        new ScalingRule(),
        new RolloutRule(),
    ];

    /// <summary>Checks a document whose schema holds.</summary>
    /// <returns>Every broken rule at once, at most <see cref="Protocol.ProtocolLimits.Reasons"/>; empty when it may be rendered.</returns>
    public static IReadOnlyList<RefusalReason> Check(TypedIntent intent)
    {
        var report = new RuleReport();
        MetadataRule.Check(intent, report);
        switch (intent.Spec)
        {
            case ComponentSpec component:
                foreach (var rule in ComponentRules)
                    rule.Check(component, report);
                break;
            case ManifestsSpec manifests:
                ManifestsRule.Check(manifests, report);
                break;
            case TaskRunSpec run:
                TaskRunRule.Check(intent.Metadata, run, report);
                break;
        }

        return report.Reasons;
    }
}
