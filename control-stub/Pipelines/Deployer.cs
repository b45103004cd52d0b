using System.Text.Json.Nodes;
using Pdp.ControlStub.Compile;
using Pdp.ControlStub.Compile.Sources;
using Pdp.ControlStub.Connections;
using Pdp.ControlStub.Documents;
using Pdp.ControlStub.Events;
using Pdp.ControlStub.Intents;
using Pdp.ControlStub.Operators;
using Pdp.ControlStub.Releases;
using Pdp.ControlStub.Store;
using Pdp.Protocol.Intents;

namespace Pdp.ControlStub.Pipelines;

/// <summary>Puts a release into an environment: composes its intent, and keeps both in one transaction.</summary>
internal sealed class Deployer(IControlStore store, IntentDesk intents, TimeProvider time)
{
    /// <summary>Deploys on every plane of the order, and on those where a document binds the component besides.</summary>
    /// <param name="caller">Who wants it.</param>
    /// <param name="order">What, where and how.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What became of it. Where one plane cannot take it, those before have it, and asking again goes on.</returns>
    public async Task<DeploymentAnswer> DeployAsync(Caller caller, DeploymentOrder order, CancellationToken cancellationToken)
    {
        var placements = await store.Releases.PlacementsAsync([order.Key], cancellationToken);
        foreach (var plane in order.Planes)
            if (await store.Planes.FindAsync(plane, cancellationToken) is null)
                return DeploymentAnswer.Failed(DeskOutcome.NoPlane);
        var planes = order.Planes.ToList();
        foreach (var placement in placements.Where(p => !order.Planes.Contains(p.Plane)))
        {
            if (SourceName.BindingOf(placement.Plane, (await store.Intents.FindAsync(placement.Plane, placement.Intent, cancellationToken))?.Source ?? "") is null)
                return DeploymentAnswer.Refused(
                    FindingRules.Taken, "environment",
                    $"is deployed on the plane {placement.Plane}; delete the intent {placement.Intent} there first, or put that plane into the pipeline again");
            planes.Add(placement.Plane);
        }

        var done = new List<PutIntent>();
        foreach (var plane in planes)
        {
            var answer = await DeployAsync(caller, order, plane, placements, isLast: plane == planes[^1], cancellationToken);
            if (answer.Outcome != DeskOutcome.Done)
                return answer;
            done.AddRange(answer.Intents);
        }

        return new DeploymentAnswer(DeskOutcome.Done, order.Release.Key.Name) { Intents = done };
    }

    private async Task<DeploymentAnswer> DeployAsync(
        Caller caller, DeploymentOrder order, string plane, IReadOnlyList<Placement> placements, bool isLast, CancellationToken cancellationToken)
    {
        var key = order.Key;
        await using var turn = await store.Turns.TakeAsync(plane, cancellationToken);
        var binding = await store.Releases.BindingAsync(key, cancellationToken);
        var id = placements.FirstOrDefault(p => p.Plane == plane)?.Intent ?? await IdAsync(key, plane, cancellationToken);
        var there = await store.Intents.FindAsync(plane, id, cancellationToken);
        var document = there is { Removed: false } ? await DocumentAsync(plane, there.Source, order.Release.Key.Name, cancellationToken) : null;
        var bound = document is null ? null : BindingSource.Read(new DocumentFields((JsonObject)JsonNode.Parse(document.Document)!, "", new DocumentReport()));
        var values = Values(order.NewValues ?? binding?.Values, bound);
        var report = new DocumentReport();
        var parts = Parts(order, plane, id, values, there, bound) with { Neighbours = await NeighboursAsync(order, bound, cancellationToken) };
        var draft = IntentComposer.Compose(parts, report);
        if (draft is null)
            return DeploymentAnswer.Failed(DeskOutcome.Invalid, report.Errors);
        var now = time.GetUtcNow();
        var deployment = new DeploymentRecord(
            key, 0, order.Way, order.Release.Key.Name, values.ToJsonString(), order.Digests, plane, id, 0, order.Promotion, caller.Actor, order.Reason ?? caller.Reason, now);
        var put = await intents.PutAsync(
            caller, plane, [draft],
            new Alongside(document is null ? [] : [document])
            {
                Deployments = [new DeploymentWrite(deployment, order.NewValues, EndsPromotion: isLast)],
                Events = [ReleaseHappenings.Deployed(deployment, now).By(caller)],
                IsPromotion = true,
            },
            based: null, dryRun: false, cancellationToken);
        return new DeploymentAnswer(put.Outcome, order.Release.Key.Name, Findings: put.Findings) { Intents = put.Intents };
    }

    private static IntentParts Parts(DeploymentOrder order, string plane, string id, JsonObject values, IntentRecord? there, BindingSource? bound)
    {
        var source = bound is null ? SourceName.OfDeployment(order.Key) : there!.Source;
        var parts = new IntentParts(
            order.Key, plane, id, order.Release.Key.Name, ReleaseContent.Of(order.Release), values, source)
        {
            Digests = order.Digests,
        };
        // What an operator suspended or undeployed by hand stays so.
        return there is { Removed: false }
            ? parts with { State = there.State, DeleteVolumes = there.State == ComponentState.Undeployed && StoredDocument.DeletesVolumes(there) }
            : parts;
    }

    // What a document says of the environment goes before what was put for it.
    private static JsonObject Values(string? put, BindingSource? bound)
    {
        var values = (JsonObject)JsonNode.Parse(put ?? "{}")!;
        if (bound is not null)
            EnvironmentValues.Merge(values, bound.Values());
        return values;
    }

    // A release that was put by itself declares its connections; one of documents is connected as they are.
    private async Task<Neighbourhood?> NeighboursAsync(DeploymentOrder order, BindingSource? bound, CancellationToken cancellationToken)
    {
        if (order.Release.Source == IntentDraft.FromApi)
            return null;
        var components = await store.Sources.ListAsync("", order.Key.Organization, SourceKinds.Component, cancellationToken);
        return Neighbours.Of(order.Key, components.Select(c => SourceDocument.Read(c).Source), bound?.Header);
    }

    /// <summary>The id of the component as documents make it; with the project where that one belongs to another.</summary>
    private async Task<string> IdAsync(BindingKey key, string plane, CancellationToken cancellationToken)
    {
        var plain = IntentIds.Of(key.Organization, key.Line, key.Environment);
        var owner = await store.Intents.OwnerAsync(plane, plain, cancellationToken);
        return owner is null || owner == key.Owner ? plain : IntentIds.Of(key.Organization, key.Line with { Component = $"{key.Project}-{key.Line.Component}" }, key.Environment);
    }

    // A binding that was applied as a document says what runs from then on too, so that compiling it again does not undo the deployment.
    private async Task<SourceRecord?> DocumentAsync(string plane, string source, string release, CancellationToken cancellationToken)
    {
        if (SourceName.BindingOf(plane, source) is not { } key)
            return null;
        var found = await store.Sources.FindAsync([key], cancellationToken);
        if (found is not [var record] || JsonNode.Parse(record.Document) is not JsonObject document || document["spec"] is not JsonObject spec)
            return null;
        spec[BindingSource.ReleaseField] = release;
        return record with { Document = document.ToJsonString(), Hash = CanonicalJson.Hash(document), UpdatedAt = time.GetUtcNow() };
    }
}

/// <summary>What is to be deployed.</summary>
/// <param name="Key">Where.</param>
/// <param name="Planes">The planes of that environment.</param>
/// <param name="Release">The release.</param>
/// <param name="Way">How it comes about.</param>
/// <param name="Digests">The digests to pin its images to, by container.</param>
internal sealed record DeploymentOrder(
    BindingKey Key, IReadOnlyList<string> Planes, ReleaseRecord Release, DeploymentWay Way, IReadOnlyDictionary<string, string> Digests)
{
    /// <summary>JSON: values that take the place of those of the environment; null leaves them.</summary>
    public string? NewValues { get; init; }

    /// <summary>The promotion it is of.</summary>
    public long? Promotion { get; init; }

    /// <summary>Why, where another than the caller said so.</summary>
    public string? Reason { get; init; }
}
