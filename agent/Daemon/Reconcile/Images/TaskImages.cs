using Pdp.Core.Images;
using Pdp.Core.Ports;
using Pdp.Core.Rollout;

namespace Pdp.Daemon.Reconcile.Images;

/// <summary>
/// The images of a run are those of its task: what was tested as the task is what runs, wherever its tags point by then, and no registry is
/// asked for it.
/// </summary>
internal sealed class TaskImages(IIntentStore intents)
{
    /// <summary>What the task resolved an image to; null when the intent is no run, or its task remembers nothing of the image.</summary>
    public ResolvedImage? Find(ImagePass pass, NamedImage named)
    {
        if (pass.Intent.Intent is not { Run: not null, TaskId: { } task } || intents.Find(task) is not { Status: var status }) return null;
        var recorded = named.Follow is null
            ? ImageStatuses.Recorded(named.Container, named.Image, pass.Release, status)
            : status.Images.FirstOrDefault(image => image.Container == named.Container);
        return recorded is null ? null : new ResolvedImage(recorded.Container, recorded.Image, recorded.Digest);
    }
}
