using System.Text.Json.Serialization;
using Pdp.ControlStub.Trust;

namespace Pdp.ControlStub.Store.Snapshots;

/// <summary>
/// One thing a store must not lose. The names here are those of backups: they may get further optional fields; another meaning is a
/// new version of the format.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(PlaneSnapshot), PlaneSnapshot.Type)]
[JsonDerivedType(typeof(TokenSnapshot), TokenSnapshot.Type)]
[JsonDerivedType(typeof(UserSnapshot), UserSnapshot.Type)]
[JsonDerivedType(typeof(GrantSnapshot), GrantSnapshot.Type)]
[JsonDerivedType(typeof(AccessTokenSnapshot), AccessTokenSnapshot.Type)]
[JsonDerivedType(typeof(CertificateSnapshot), CertificateSnapshot.Type)]
[JsonDerivedType(typeof(IntentSnapshot), IntentSnapshot.Type)]
[JsonDerivedType(typeof(AckSnapshot), AckSnapshot.Type)]
[JsonDerivedType(typeof(StatusSnapshot), StatusSnapshot.Type)]
[JsonDerivedType(typeof(SourceSnapshot), SourceSnapshot.Type)]
[JsonDerivedType(typeof(ReleaseSnapshot), ReleaseSnapshot.Type)]
[JsonDerivedType(typeof(BindingSnapshot), BindingSnapshot.Type)]
[JsonDerivedType(typeof(DeploymentSnapshot), DeploymentSnapshot.Type)]
[JsonDerivedType(typeof(PipelineSnapshot), PipelineSnapshot.Type)]
[JsonDerivedType(typeof(PromotionSnapshot), PromotionSnapshot.Type)]
[JsonDerivedType(typeof(EventSnapshot), EventSnapshot.Type)]
[JsonDerivedType(typeof(KeySnapshot), KeySnapshot.Type)]
[JsonDerivedType(typeof(TrustSnapshot), TrustSnapshot.Type)]
[JsonDerivedType(typeof(RestoreSnapshot), RestoreSnapshot.Type)]
internal abstract record SnapshotRecord;

/// <summary>A plane.</summary>
/// <param name="Plane">The plane.</param>
/// <param name="GenerationFloor">No new intent of it may begin at this generation or below.</param>
/// <param name="RevokedAt">When it was revoked last; null when it never was.</param>
internal sealed record PlaneSnapshot(PlaneRecord Plane, long GenerationFloor, DateTimeOffset? RevokedAt = null) : SnapshotRecord
{
    public const string Type = "plane";
}

/// <summary>A credential, hashed.</summary>
internal sealed record TokenSnapshot(TokenRecord Token) : SnapshotRecord
{
    public const string Type = "token";
}

/// <summary>An operator.</summary>
internal sealed record UserSnapshot(string Name, string DisplayName, DateTimeOffset CreatedAt) : SnapshotRecord
{
    public const string Type = "user";
}

/// <summary>What an operator was granted.</summary>
internal sealed record GrantSnapshot(string User, string Role, string Organization, string Project, DateTimeOffset GrantedAt) : SnapshotRecord
{
    public const string Type = "grant";
}

/// <summary>An operator's token, hashed.</summary>
internal sealed record AccessTokenSnapshot(AccessTokenRecord Token) : SnapshotRecord
{
    public const string Type = "accessToken";
}

/// <summary>A certificate of an agent; public, but for what it tells.</summary>
internal sealed record CertificateSnapshot(CertificateRecord Certificate) : SnapshotRecord
{
    public const string Type = "certificate";
}

/// <summary>An intent with its signed bytes; a tombstone too.</summary>
internal sealed record IntentSnapshot(IntentRecord Intent) : SnapshotRecord
{
    public const string Type = "intent";
}

/// <summary>What a plane answered last to an intent.</summary>
internal sealed record AckSnapshot(string Plane, AckRecord Ack) : SnapshotRecord
{
    public const string Type = "ack";
}

/// <summary>What a plane said last of an intent.</summary>
internal sealed record StatusSnapshot(string Plane, StatusRecord Status) : SnapshotRecord
{
    public const string Type = "status";
}

/// <summary>A document that intents are compiled from.</summary>
internal sealed record SourceSnapshot(SourceRecord Source) : SnapshotRecord
{
    public const string Type = "source";
}

/// <summary>Something that happened.</summary>
internal sealed record EventSnapshot(EventRecord Event) : SnapshotRecord
{
    public const string Type = "event";
}

/// <summary>What agents are told to believe.</summary>
internal sealed record TrustSnapshot(TrustRecord Trust) : SnapshotRecord
{
    public const string Type = "trust";
}

/// <summary>A public key.</summary>
internal sealed record KeySnapshot(KeyRecord Key) : SnapshotRecord
{
    public const string Type = "key";
}

/// <summary>A backup that was restored: agents that got certificates between the two moments may not have come back yet.</summary>
/// <param name="BackupAt">The moment the backup was of.</param>
/// <param name="RestoredAt">When it was restored.</param>
internal sealed record RestoreSnapshot(DateTimeOffset BackupAt, DateTimeOffset RestoredAt) : SnapshotRecord
{
    public const string Type = "restore";
}
