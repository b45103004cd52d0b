using System.Text.Json.Nodes;
using Pdp.LocalCluster.Validation;

namespace Pdp.LocalCluster.Kinds;

/// <summary>What is particular to a kind and does not fit the tables: conditional defaults, what the server fills in, rules across
/// fields. Objects handed in are being written and may be changed; those called <c>old</c> are stored and may not.</summary>
internal class KindRules
{
    public static KindRules None { get; } = new();

    /// <summary>Defaults that depend on other fields. Runs after those of the tables.</summary>
    public virtual void Default(JsonObject obj)
    {
    }

    /// <summary>What the server fills in when an object is created. Runs after ownership is recorded: nobody owns it.</summary>
    public virtual void PrepareCreate(JsonObject obj, WriteContext context)
    {
    }

    /// <summary>What the server carries over or fills in when an object changes.</summary>
    public virtual void PrepareUpdate(JsonObject obj, JsonObject old, WriteContext context)
    {
    }

    /// <summary>Rules that concern a change, reported before those on the object itself.</summary>
    public virtual void ValidateUpdate(JsonObject obj, JsonObject old, ErrorList errors)
    {
    }

    /// <summary>Rules on an object, reported before those of the tables.</summary>
    public virtual void Validate(JsonObject obj, ErrorList errors)
    {
    }

    /// <summary>Rules on an object, reported after those of the tables.</summary>
    public virtual void ValidateLast(JsonObject obj, ErrorList errors)
    {
    }

    /// <summary>Rules on a change, reported last.</summary>
    public virtual void ValidateUpdateLast(JsonObject obj, JsonObject old, ErrorList errors)
    {
    }
}
