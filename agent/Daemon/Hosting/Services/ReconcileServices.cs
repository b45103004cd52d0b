using Pdp.Core.Plan;
using Pdp.Core.Ports;
using Pdp.Daemon.Hosting.Options;
using Pdp.Daemon.Policy;
using Pdp.Daemon.Preview;
using Pdp.Daemon.Reconcile;
using Pdp.Daemon.Reconcile.Drift;
using Pdp.Daemon.Reconcile.Images;
using Pdp.Daemon.Reconcile.Runs;
using Pdp.Daemon.Reconcile.Secrets;
using Pdp.Daemon.Reconcile.Stages;

namespace Pdp.Daemon.Hosting.Services;

/// <summary>What makes the cluster as the Intents say.</summary>
internal static class ReconcileServices
{
    /// <summary>What makes the cluster as the Intents say.</summary>
    public static IServiceCollection AddReconciliation(this IServiceCollection services, AgentOptions options)
    {
        services.AddSingleton(options.Reconcile);
        services.AddSingleton(provider => new ReconcileQueue(
            provider.GetRequiredService<TimeProvider>(), Math.Max(1, options.Reconcile.Parallelism / 2), options.Reconcile.Rest));
        services.AddSingleton<ReconcileMetrics>();
        services.AddSingleton<Takeover>();
        services.AddSingleton<DocumentReading>();
        services.AddSingleton<Prerequisites>();
        services.AddSingleton<SecretResolution>();
        services.AddSingleton<SecretDelivery>();
        services.AddSingleton<FollowedImages>();
        services.AddSingleton<TaskImages>();
        services.AddSingleton<ImageResolution>();
        services.AddSingleton<IImageObserver, ImageWaker>();
        services.AddSingleton<ISecretObserver, SecretWaker>();
        services.AddSingleton<KeptRevisions>();
        services.AddSingleton<RunExpansion>();
        services.AddSingleton<RunFollowing>();
        services.AddSingleton(provider => new ChangeGate(
            () => provider.GetRequiredService<CurrentPolicy>().Policy, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<Staging>();
        services.AddSingleton<Measuring>();
        services.AddSingleton<Targeting>();
        services.AddSingleton<Preparation>();
        services.AddSingleton(new Contests(options.Reconcile.Contest));
        services.AddSingleton<DriftBook>();
        services.AddSingleton<Planning>();
        services.AddSingleton<Foresight>();
        services.AddSingleton<StatusJournal>();
        services.AddSingleton<PlanRunner>();
        services.AddSingleton<Pruner>();
        services.AddSingleton<Assessment>();
        services.AddSingleton<Announcements>();
        services.AddSingleton<Conclusion>();
        services.AddSingleton<Teardown>();
        services.AddSingleton<Reconciler>();
        services.AddSingleton<ReconcileLoop>();
        services.AddSingleton<StepPreview>();
        services.AddSingleton<IAnswerAsk, AskAnswers>();
        services.AddSingleton<SharedObjects>();
        services.AddSingleton<IIntentObserver>(provider => provider.GetRequiredService<SharedObjects>());
        services.AddSingleton<IIntentObserver, IntentWaker>();
        services.AddSingleton<IPolicyObserver, PolicyWaker>();
        services.AddVersionRouting();
        return services.AddSingleton<IObjectObserver, DriftWatcher>();
    }
}
