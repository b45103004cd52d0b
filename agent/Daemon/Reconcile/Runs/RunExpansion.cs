using Pdp.Core.Ports;
using Pdp.Core.Runs;
using Pdp.Daemon.Documents;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Reconcile.Runs;

/// <summary>Finds the task of a run, and makes of both what is to be rendered.</summary>
internal sealed class RunExpansion(HeldDocuments documents, DependencyIndex dependencies)
{
    /// <summary>The run as a component; anything else as it is.</summary>
    /// <returns>The intent, or why it cannot be acted on.</returns>
    public (VerifiedIntent Intent, Blocker? Blocker) Expand(VerifiedIntent intent)
    {
        if (intent.Intent.Spec is not TaskRunSpec || intent.Intent.TaskId is not { } taskId) return (intent, null);
        // Before it is looked for, so that it is not missed when it comes.
        dependencies.Note(intent.Stamp.Id, [taskId]);
        if (documents.Find(taskId) is not { } task)
        {
            var missing = new RefusalReason(FailureReason.DependencyNotReady, "spec.task", $"{taskId} does not exist on this plane");
            return (intent, new Blocker(IntentPhase.Waiting, [missing]));
        }
        var (component, reasons) = RunOfTask.Of(intent.Intent, task);
        return component is null
            ? (intent, new Blocker(IntentPhase.Refused, reasons))
            : (intent with { Intent = component }, null);
    }
}
