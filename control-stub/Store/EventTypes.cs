namespace Pdp.ControlStub.Store;

/// <summary>The names of what can happen. They are part of the operator API: new ones may come, none changes.</summary>
internal static class EventTypes
{
    public const string PlaneCreated = "planeCreated";
    public const string PlaneDeleted = "planeDeleted";
    public const string PlaneConnected = "planeConnected";
    public const string PlaneDisconnected = "planeDisconnected";
    public const string CredentialReplaced = "credentialReplaced";
    public const string CredentialsRevoked = "credentialsRevoked";
    public const string AgentEnrolled = "agentEnrolled";
    public const string EnrolmentRefused = "enrolmentRefused";
    public const string CertificateRenewed = "certificateRenewed";
    public const string CertificateAdopted = "certificateAdopted";
    public const string RenewalRefused = "renewalRefused";
    public const string IntentChanged = "intentChanged";
    public const string IntentRemoved = "intentRemoved";
    public const string IntentAcknowledged = "intentAcknowledged";
    public const string IntentRefused = "intentRefused";
    public const string IntentForgotten = "intentForgotten";
    public const string IntentLost = "intentLost";
    public const string StatusChanged = "statusChanged";
    public const string DriftRepaired = "driftRepaired";
    public const string IntentAdopted = "intentAdopted";
    public const string ReleaseCreated = "releaseCreated";
    public const string ReleaseDeployed = "releaseDeployed";
    public const string ValuesChanged = "valuesChanged";
    public const string PipelineChanged = "pipelineChanged";
    public const string PipelineDeleted = "pipelineDeleted";
    public const string PromotionRequested = "promotionRequested";
    public const string PromotionApproved = "promotionApproved";
    public const string PromotionDenied = "promotionDenied";
    public const string PromotionCancelled = "promotionCancelled";
    public const string ForeignIntents = "foreignIntents";
    public const string Restored = "restored";
    public const string AdoptionDecided = "adoptionDecided";
    public const string KeyImported = "keyImported";
    public const string TrustAnnounced = "trustAnnounced";
    public const string TrustActivated = "trustActivated";
    public const string TrustRetired = "trustRetired";
    public const string TrustRefused = "trustRefused";
    public const string KeyRetired = "keyRetired";
    public const string SecretHinted = "secretHinted";
    public const string PlanAsked = "planAsked";
    public const string BackupRead = "backupRead";
    public const string UserCreated = "userCreated";
    public const string UserDeleted = "userDeleted";
    public const string GrantGiven = "grantGiven";
    public const string GrantTaken = "grantTaken";
    public const string ObservabilityTokenMade = "observabilityTokenMade";
    public const string TokenMade = "tokenMade";
    public const string TokenRevoked = "tokenRevoked";
}
