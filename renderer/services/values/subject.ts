export {
  scopeKeys,
  isSubjectKind,
  isPlaceKind,
  subjectTitle,
  subjectWord,
  subjectField,
  subjectFilter,
  questionAbout,
  subjectsOf,
  type SubjectKind,
  type PlaceKind,
  type Subject,
} from '../../../shared/fields/page-subject.ts';
