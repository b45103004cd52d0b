using System.Globalization;
using Pdp.Core.Ports;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Identity;

/// <summary>An identity as fields of a store, and back. The names are those that <c>kubectl describe secret</c> shows.</summary>
internal static class IdentityFields
{
    private const string Plane = "plane";
    private const string Key = "tls.key";
    private const string Certificate = "tls.crt";
    private const string ObtainedAt = "obtained-at";
    private const string Token = "token-sha256";
    private const string PendingKeyPem = "pending.key";
    private const string PendingPurpose = "pending-for";
    private const string Trust = "trust.jws";

    /// <summary>The fields.</summary>
    public static IReadOnlyDictionary<string, string> Write(AgentIdentity identity)
    {
        var fields = new Dictionary<string, string> { [Plane] = identity.PlaneId };
        Add(Key, identity.Key);
        Add(Certificate, identity.Certificate);
        if (identity.Certificate is not null) Add(ObtainedAt, identity.ObtainedAt.ToString("O", CultureInfo.InvariantCulture));
        Add(Token, identity.TokenSha256);
        Add(PendingKeyPem, identity.Pending?.Key);
        Add(PendingPurpose, identity.Pending?.Purpose);
        Add(Trust, identity.Trust);
        return fields;

        void Add(string name, string? value)
        {
            if (value is not null) fields[name] = value;
        }
    }

    /// <summary>The identity; null where none is kept.</summary>
    /// <exception cref="ClusterException">
    /// Something is kept that is no identity. Nothing is guessed: what was trusted before is not known then.
    /// </exception>
    public static AgentIdentity? Read(IReadOnlyDictionary<string, string> fields, string place)
    {
        if (fields.Count == 0) return null;
        if (!fields.TryGetValue(Plane, out var plane)) throw Unreadable(place, $"it has no field {Plane}");
        var identity = new AgentIdentity
        {
            PlaneId = plane,
            Key = fields.GetValueOrDefault(Key),
            Certificate = fields.GetValueOrDefault(Certificate),
            ObtainedAt = TimeOf(fields.GetValueOrDefault(ObtainedAt)),
            TokenSha256 = fields.GetValueOrDefault(Token),
            Pending = fields.TryGetValue(PendingKeyPem, out var pending) && fields.TryGetValue(PendingPurpose, out var purpose)
                ? new PendingKey(pending, purpose)
                : null,
            Trust = fields.GetValueOrDefault(Trust),
        };
        if (identity.Key is null != identity.Certificate is null)
            throw Unreadable(place, $"it must have both of {Key} and {Certificate}, or neither");
        return identity;
    }

    /// <summary>What is kept cannot be used, and what to do about it.</summary>
    public static ClusterException Unreadable(string place, string why) => new(
        FailureReason.ObjectInvalid,
        $"The identity in the {place} cannot be used: {why}. Restore it, or delete it and give the agent a new bundle of its plane");

    private static DateTimeOffset TimeOf(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : default;
}
