using Pdp.Core.Ports;
using Pdp.Daemon.Documents;

namespace Pdp.Daemon.Observability.Happenings;

/// <summary>
/// Events about intents go to the cluster as before, and into the store. What is about a document nobody believes is of no tenant: only who may see the
/// whole plane sees it.
/// </summary>
internal sealed class KeptEvents(IEventLog log, HeldDocuments documents, EventIntake intake, TimeProvider time) : IEventLog
{
    /// <inheritdoc/>
    public void Note(StoredIntent intent, bool isWarning, string reason, string message)
    {
        log.Note(intent, isWarning, reason, message);
        Post(intent, isWarning, reason, message);
    }

    /// <inheritdoc/>
    public void Keep(StoredIntent intent, string reason, string message)
    {
        log.Keep(intent, reason, message);
        Post(intent, false, reason, message);
    }

    private void Post(StoredIntent intent, bool isWarning, string reason, string message)
    {
        var place = documents.Find(intent.Id)?.Metadata;
        intake.Post(OwnEvent.Of(isWarning, reason, message, time.GetUtcNow()) with
        {
            Organization = place?.Organization ?? "",
            Project = place?.Project ?? "",
            Environment = place?.Environment ?? "",
            Component = place?.Component ?? "",
            Kind = "Intent",
            Name = intent.Id,
        });
    }
}
