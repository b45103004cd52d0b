namespace Pdp.ControlStub.Documents;

/// <summary>The rules that documents are held to, by the names the operator API gives them.</summary>
internal static class FindingRules
{
    public const string Syntax = "syntax";
    public const string TooLarge = "tooLarge";
    public const string TooDeep = "tooDeep";
    public const string TooMany = "tooMany";
    public const string Duplicate = "duplicate";
    public const string Unsupported = "unsupported";
    public const string Ambiguous = "ambiguous";
    public const string Required = "required";
    public const string WrongType = "wrongType";
    public const string BadValue = "badValue";
    public const string UnknownKind = "unknownKind";
    public const string UnknownField = "unknownField";
    public const string Mismatch = "mismatch";
    public const string Immutable = "immutable";
    public const string Taken = "taken";
    public const string NotExpressed = "notExpressed";
    public const string NotDeployed = "notDeployed";
    public const string PlainSecret = "plainSecret";
    public const string Defaulted = "defaulted";
    public const string Kept = "kept";
    public const string Waiting = "waiting";
    public const string Unbound = "unbound";
    public const string Forbidden = "forbidden";
    public const string NoPorts = "noPorts";
    public const string NoPath = "noPath";
    public const string NotHealthy = "notHealthy";
    public const string UnknownDigest = "unknownDigest";
    public const string OtherDigest = "otherDigest";
    public const string NotThere = "notThere";
    public const string Settled = "settled";
    public const string Guarded = "guarded";
    public const string Connected = "connected";
    public const string NotConnected = "notConnected";
}
