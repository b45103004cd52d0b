using System.Text.Json.Serialization;

namespace Pdp.History.Events;

/// <summary>
/// Something that happened to one plane, its control plane or its cluster. An event says what became durable or visible, at the moment it
/// did; who did it is the record's actor.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(ProcessStarted), "processStarted")]
[JsonDerivedType(typeof(ProcessKilled), "processKilled")]
[JsonDerivedType(typeof(FaultInjected), "faultInjected")]
[JsonDerivedType(typeof(Settled), "settled")]
[JsonDerivedType(typeof(FrameSent), "frameSent")]
[JsonDerivedType(typeof(FrameReceived), "frameReceived")]
[JsonDerivedType(typeof(QueueSampled), "queueSampled")]
[JsonDerivedType(typeof(ChangeAsked), "changeAsked")]
[JsonDerivedType(typeof(IntentAccepted), "intentAccepted")]
[JsonDerivedType(typeof(RemovalAccepted), "removalAccepted")]
[JsonDerivedType(typeof(AckSent), "ackSent")]
[JsonDerivedType(typeof(AckKept), "ackKept")]
[JsonDerivedType(typeof(StatusReported), "statusReported")]
[JsonDerivedType(typeof(StatusKept), "statusKept")]
[JsonDerivedType(typeof(StubHolds), "stubHolds")]
[JsonDerivedType(typeof(LeaseTaken), "leaseTaken")]
[JsonDerivedType(typeof(LeaseLost), "leaseLost")]
[JsonDerivedType(typeof(IntentClaimed), "intentClaimed")]
[JsonDerivedType(typeof(IntentStored), "intentStored")]
[JsonDerivedType(typeof(RemovalStored), "removalStored")]
[JsonDerivedType(typeof(IntentGone), "intentGone")]
[JsonDerivedType(typeof(StatusWritten), "statusWritten")]
[JsonDerivedType(typeof(JournalEdited), "journalEdited")]
[JsonDerivedType(typeof(JournalHolds), "journalHolds")]
[JsonDerivedType(typeof(ObjectWritten), "objectWritten")]
[JsonDerivedType(typeof(ObjectDeleted), "objectDeleted")]
[JsonDerivedType(typeof(ObjectDisturbed), "objectDisturbed")]
[JsonDerivedType(typeof(SecretRotated), "secretRotated")]
[JsonDerivedType(typeof(JobRan), "jobRan")]
[JsonDerivedType(typeof(ClusterHolds), "clusterHolds")]
public abstract record HistoryEvent;
