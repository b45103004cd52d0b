using System.Text.Json;
using System.Text.Json.Nodes;
using Pdp.ControlStub.Intents;
using Pdp.ControlStub.Operators;
using Pdp.ControlStub.Store;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Intents;

namespace Pdp.ControlStub.Events;

/// <summary>Words what happened. What is not of this control plane's own making is kept to names, numbers and messages.</summary>
internal static class Happenings
{
    public static NewEvent PlaneCreated(string plane, DateTimeOffset at) => new(EventTypes.PlaneCreated, at, plane, null);

    public static NewEvent PlaneDeleted(string plane, DateTimeOffset at) => new(EventTypes.PlaneDeleted, at, plane, null);

    public static NewEvent CredentialReplaced(string plane, DateTimeOffset at) => new(EventTypes.CredentialReplaced, at, plane, null);

    public static NewEvent CredentialsRevoked(string plane, DateTimeOffset at) => new(EventTypes.CredentialsRevoked, at, plane, null);

    public static NewEvent Enrolled(CertificateRecord certificate, DateTimeOffset at) => Issued(EventTypes.AgentEnrolled, certificate, at);

    public static NewEvent Renewed(CertificateRecord certificate, DateTimeOffset at) => Issued(EventTypes.CertificateRenewed, certificate, at);

    public static NewEvent CertificateAdopted(CertificateRecord certificate, DateTimeOffset at) => Issued(EventTypes.CertificateAdopted, certificate, at);

    public static NewEvent Refused(string type, string? plane, string reason, DateTimeOffset at) =>
        Of(type, at, plane, null, new() { ["reason"] = reason });

    public static NewEvent Connected(string plane, AgentRecord agent, DateTimeOffset at) =>
        Told(EventTypes.PlaneConnected, at, plane, null, new()
        {
            ["sessionId"] = agent.SessionId,
            ["agentId"] = agent.AgentId,
            ["agentVersion"] = agent.Version,
            ["cluster"] = agent.Cluster,
        });

    public static NewEvent Disconnected(string plane, string sessionId, string reason, DateTimeOffset at) =>
        Of(EventTypes.PlaneDisconnected, at, plane, null, new() { ["sessionId"] = sessionId, ["reason"] = reason });

    public static NewEvent Foreign(string plane, int count, DateTimeOffset at) =>
        Told(EventTypes.ForeignIntents, at, plane, null, new() { ["count"] = count });

    public static NewEvent TrustRefused(string plane, long version, DateTimeOffset at) =>
        Told(EventTypes.TrustRefused, at, plane, null, new() { ["version"] = version });

    public static NewEvent Restored(DateTimeOffset backupOf, DateTimeOffset at) =>
        new(EventTypes.Restored, at, null, null, new JsonObject { ["backupOf"] = backupOf }.ToJsonString()) { Actor = Actors.Console };

    public static NewEvent PlanAsked(string plane, string id, DateTimeOffset at) => new(EventTypes.PlanAsked, at, plane, id);

    public static NewEvent SecretHinted(string plane, string store, string secret, DateTimeOffset at) =>
        Of(EventTypes.SecretHinted, at, plane, null, new() { ["store"] = store, ["secret"] = secret });

    public static NewEvent IntentPut(PutIntent put, DateTimeOffset at)
    {
        var intent = put.Intent;
        var type = put.Result == PutResult.Adopted ? EventTypes.IntentAdopted : intent.Removed ? EventTypes.IntentRemoved : EventTypes.IntentChanged;
        return Of(type, at, intent.Plane, intent.Id, new()
        {
            ["generation"] = intent.Generation,
            ["hash"] = intent.Hash,
            ["result"] = Lower(put.Result.ToString()),
            ["state"] = intent.State.ToString(),
            ["source"] = intent.Source,
        });
    }

    public static NewEvent Acknowledged(string plane, AckRecord ack)
    {
        var data = new JsonObject { ["generation"] = ack.Generation, ["outcome"] = Lower(ack.Outcome.ToString()) };
        if (ack.Reasons.Count > 0)
            data["reasons"] = new JsonArray([.. ack.Reasons.Select(r => (JsonNode)new JsonObject
            {
                ["reason"] = r.Reason.ToString(),
                ["path"] = r.Path,
                ["message"] = r.Message,
            })]);
        var type = ack.Outcome == AckOutcome.Refused ? EventTypes.IntentRefused : EventTypes.IntentAcknowledged;
        return Told(type, ack.At, plane, ack.Id, data);
    }

    public static NewEvent Forgotten(string plane, string id, DateTimeOffset at) => Told(EventTypes.IntentForgotten, at, plane, id, []);

    public static NewEvent Lost(string plane, string id, DateTimeOffset at) => Told(EventTypes.IntentLost, at, plane, id, []);

    public static NewEvent StatusChanged(string plane, string id, IntentStatus status, DateTimeOffset at)
    {
        var data = new JsonObject
        {
            ["phase"] = status.Phase.ToString(),
            ["observedGeneration"] = status.ObservedGeneration,
            ["runningGeneration"] = status.RunningGeneration,
            ["message"] = status.Message,
        };
        if (status.RunningRelease is not null)
            data["runningRelease"] = status.RunningRelease;
        if (status.Reason is { } reason)
            data["reason"] = reason.ToString();
        return Told(EventTypes.StatusChanged, at, plane, id, data);
    }

    public static NewEvent DriftRepaired(string plane, string id, DriftRecord drift, DateTimeOffset at) =>
        Told(EventTypes.DriftRepaired, at, plane, id, new()
        {
            ["kind"] = drift.Object.Kind,
            ["name"] = drift.Object.Name,
            ["namespace"] = drift.Object.Namespace,
            ["fields"] = new JsonArray([.. drift.Fields.Select(f => (JsonNode)f)]),
            ["repairedAt"] = drift.RepairedAt,
        });

    /// <summary>Said by the agent of the plane.</summary>
    private static NewEvent Told(string type, DateTimeOffset at, string plane, string? intent, JsonObject data) =>
        Of(type, at, plane, intent, data) with { Actor = Actors.Plane(plane) };

    private static NewEvent Issued(string type, CertificateRecord certificate, DateTimeOffset at) =>
        Told(type, at, certificate.Plane, null, new() { ["serial"] = certificate.Serial, ["expiresAt"] = certificate.ExpiresAt });

    private static NewEvent Of(string type, DateTimeOffset at, string? plane, string? intent, JsonObject data) =>
        new(type, at, plane, intent, data.ToJsonString());

    private static string Lower(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);
}
