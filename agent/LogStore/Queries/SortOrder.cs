namespace Pdp.LogStore.Queries;

/// <summary>In which order entries are answered. The numbers are part of cursors.</summary>
public enum SortOrder
{
    /// <summary>By time, latest first.</summary>
    NewestFirst = 0,

    /// <summary>By time, earliest first.</summary>
    OldestFirst = 1,

    /// <summary>As they were stored.</summary>
    Arrival = 2,
}
