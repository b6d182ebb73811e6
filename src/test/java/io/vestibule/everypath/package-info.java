/**
 * The table every path × every switch (security case 36). A later path is a row: a line in a bean of type Paths in the folder
 * of its protocol. A cell that is not closed says why, and is shown to work.
 */
package io.vestibule.everypath;
